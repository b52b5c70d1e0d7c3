// Drawing: plain elements. Text goes in as text, never as markup, so nothing in a log can become part of the page.
const SVG = "http://www.w3.org/2000/svg";
const byId = id => document.getElementById(id);

function svg(name, attributes, content) {
  const node = document.createElementNS(SVG, name);
  for (const key in attributes) if (attributes[key] !== undefined) node.setAttribute(key, attributes[key]);
  if (content !== undefined) node.textContent = content;
  return node;
}

function html(name, attributes, ...content) {
  const node = document.createElement(name);
  for (const key in attributes) if (attributes[key] !== undefined) node.setAttribute(key, attributes[key]);
  node.append(...content.filter(c => c !== undefined && c !== null));
  return node;
}

function button(label, action, attributes) {
  const node = html("button", { type: "button", ...attributes }, label);
  node.addEventListener("click", action);
  return node;
}

// widthOf estimates the width of a text of the drawing; measuring each would cost more than the drawing.
const widthOf = s => s.length * 6.3 + 4;

function shorten(s, room) {
  const most = Math.floor(room / 6.3);
  return s.length <= most ? s : s.slice(0, Math.max(most - 1, 1)) + "…";
}

// later runs draw before the next frame, once, however often it is asked for.
function later(draw) {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; draw(); });
  };
}
