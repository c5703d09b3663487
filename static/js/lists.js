// Lists with check boxes: "all on this page", the count, a range with Shift.
import { on, onContent } from './page.js'

const heads = ':is(thead .pick, .selbar) [type="checkbox"]'
const rows = 'tbody .pick [type="checkbox"]'

function show(form) {
  const boxes = [...form.querySelectorAll(rows)]
  const picked = boxes.filter((box) => box.checked).length
  for (const head of form.querySelectorAll(heads)) {
    head.checked = picked > 0 && picked === boxes.length
    head.indeterminate = picked > 0 && picked < boxes.length
  }
  for (const el of form.querySelectorAll('[data-count]')) el.textContent = picked
}

on('change', heads, (head) => {
  for (const box of head.form.querySelectorAll(rows)) box.checked = head.checked
  show(head.form)
})
on('change', rows, (box) => show(box.form))
on('reset', 'form', (form) => setTimeout(() => show(form)))
onContent(() => {
  for (const form of new Set([...document.querySelectorAll(heads)].map((head) => head.form))) if (form) show(form)
})

let last
on('click', rows, (box, e) => {
  if (e.shiftKey && last?.isConnected && last.form === box.form) {
    const boxes = [...box.form.querySelectorAll(rows)]
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b)
    for (const between of boxes.slice(from, to + 1)) between.checked = box.checked
    show(box.form)
  }
  last = box
})
