package trace

// DeriveSwitchover is the value of Input.Derive that asks for switchovers to be concluded from what a
// desktop did, where it does not tell of them itself.
const DeriveSwitchover = "switchover"
