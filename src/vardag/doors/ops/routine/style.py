"""The style of a routine's page: calm, readable on a phone, and fit to print."""

from vardag.doors.shared import flowchart

STYLE = (
    """
:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f5f7, #15181d); --card: light-dark(#fff, #1f242c);
  --line: light-dark(#d5d9e0, #3a414d); --ink: light-dark(#252b35, #e8eaee);
  --gray: light-dark(#565f6d, #a9b1be); --act: light-dark(#2b4a8b, #9db4e6);
  --tint: light-dark(#e8edf7, #26334f); --bar: light-dark(#1a2a4f, #1d2a48);
  --flow-ink: var(--ink); --flow-card: var(--card); --flow-line: light-dark(#b9c0cb, #566070);
  --flow-gray: var(--gray); --flow-act: var(--act); --flow-act-text: var(--act);
  --flow-tint: var(--tint); --flow-ground: var(--card); --flow-dark: light-dark(#1a2a4f, #34487a);
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 400 1rem/1.5 -apple-system, "Segoe UI", Roboto, Inter, "Helvetica Neue", Arial,
    "Liberation Sans", sans-serif;
}
header, nav, main { max-width: 78rem; margin: 0 auto; padding: 0 24px; }
header { padding-top: 28px; }
main { padding-bottom: 64px; }
.kind { margin: 0; color: var(--gray); }
h1 { margin: 0 0 12px; font-size: 1.875rem; line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin: 44px 0 12px; font-size: 1.375rem; line-height: 1.25; }
h3 { margin: 0 0 8px; font-size: 1.125rem; line-height: 1.3; text-wrap: balance; }
p { margin: 0 0 8px; max-width: 44rem; }
code { color: var(--gray); font: 400 0.8125rem/1 ui-monospace, "Liberation Mono", monospace; }
a { color: var(--act); overflow-wrap: anywhere; }
a:focus-visible { outline: 2px solid var(--act); outline-offset: 2px; border-radius: 2px; }
dl { margin: 0 0 10px; max-width: 62rem; }
dl div {
  display: grid; grid-template-columns: 15rem 1fr; gap: 0 16px;
  padding: 5px 0; border-top: 1px solid var(--line);
}
dl div:last-child { border-bottom: 1px solid var(--line); }
dt { color: var(--gray); }
dd { margin: 0; max-width: 44rem; }
nav { margin-top: 20px; }
nav h2 { margin: 0 0 6px; font-size: 1rem; }
nav ul { margin: 0; padding: 0; list-style: none; }
nav > ul { columns: 20rem 3; column-gap: 40px; max-width: none; }
nav li { padding: 2px 0; break-inside: avoid; }
nav ul ul { padding-left: 14px; font-size: 0.9375rem; }
ul, ol { margin: 0 0 8px; padding-left: 1.5rem; max-width: 44rem; }
li { padding: 1px 0; }
li > ul, li > ol { margin: 2px 0 4px; }
.part {
  margin: 0 0 14px; padding: 16px 20px 12px;
  background: var(--card); border: 1px solid var(--line); border-radius: 8px;
}
.caption { margin: 12px 0 4px; font-weight: 600; }
.lead { font-size: 1.0625rem; }
.source, .note { color: var(--gray); font-size: 0.9375rem; }
.source { margin-top: 8px; }
.quote { padding: 10px 14px; background: var(--tint); border-radius: 6px; }
.label {
  padding: 0 6px; border: 1px solid var(--gray); border-radius: 4px;
  color: var(--gray); font-size: 0.8125rem; white-space: nowrap;
}
.in-words li ul { color: var(--gray); font-size: 0.9375rem; }
.in-words li ul li strong { color: var(--ink); }
figure { margin: 4px 0 20px; }
.flow { display: block; max-width: 100%; height: auto; }
.flow-narrow { display: none; }
.beside { display: grid; grid-template-columns: 19rem 1fr; gap: 0 40px; align-items: start; }
@media (max-width: 68rem) {
  .flow-wide { display: none; }
  .flow-narrow { display: block; }
}
@media (max-width: 52rem) {
  header, nav, main { padding-left: 16px; padding-right: 16px; }
  .part { margin-inline: -16px; padding-inline: 16px; border-inline: 0; border-radius: 0; }
  .beside { grid-template-columns: 1fr; }
  figure { margin-inline: auto; max-width: 342px; }
  dl div { grid-template-columns: 1fr; }
  dt { font-size: 0.875rem; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; }
  body { font-size: 10.5pt; print-color-adjust: exact; }
  nav { display: none; }
  .part { border-radius: 0; }
  .above .flow-wide { display: block; }
  .above .flow-narrow { display: none; }
  .above figure { max-width: none; }
  h2, h3 { break-after: avoid; break-inside: avoid; }
  figure, .quote, dl div { break-inside: avoid; }
  a { color: inherit; }
}
"""
    + flowchart.STYLE
)
