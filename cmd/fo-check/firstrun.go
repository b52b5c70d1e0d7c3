package main

// firstRun is what fo-check says when it is called without anything.
const firstRun = `fo-check reads the logs of a contact centre and says whether its failover obligations were kept.

  fo-check logs/                        judge every log below a folder, archives too
  fo-check -p site-timeout=30s a.log    with a setting that no log tells
  fo-check -o html=report.html logs/    a page with a timeline; also json, sarif, junit, github, markdown
  fo-check explain DR-14                one rule: what it asks for, where that is written, examples
  fo-check certify traces/              whether a desktop keeps every obligation of its profile
  fo-check init                         a .fo-check.yaml with every setting, explained

All commands and flags: fo-check --help. Exit codes: 0 kept, 1 violated, 2 bad usage, 3 could not check.
`
