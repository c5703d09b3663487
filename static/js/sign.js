// The signature pad: strokes as points of a 600 × 200 field, in a hidden input and as lines of an SVG.
// <div data-sign hidden> <svg viewBox="0 0 600 200"> <input type="hidden"> <button data-sign-clear> </div>
import { on, onContent } from './page.js'

const most = 2800 // points; the server takes 3000

onContent(() => {
  for (const pad of document.querySelectorAll('[data-sign][hidden]')) pad.hidden = false
})

let stroke // the line being drawn
const inputOf = (el) => el.closest('[data-sign]').querySelector('input')

function point(svg, e) {
  const box = svg.getBoundingClientRect()
  const clamp = (n, top) => Math.round(Math.min(Math.max(n, 0), top))
  return `${clamp((e.clientX - box.left) / box.width * 600, 600)},${clamp((e.clientY - box.top) / box.height * 200, 200)}`
}

function save(svg) {
  inputOf(svg).value = [...svg.querySelectorAll('polyline')].map((l) => l.getAttribute('points')).join(';')
}

on('pointerdown', '[data-sign] svg', (svg, e) => {
  if (e.button !== 0 || svg.innerHTML.length > most * 8) return
  e.preventDefault()
  svg.setPointerCapture(e.pointerId)
  stroke = document.createElementNS('http://www.w3.org/2000/svg', 'polyline')
  stroke.setAttribute('points', point(svg, e))
  svg.append(stroke)
})
on('pointermove', '[data-sign] svg', (svg, e) => {
  if (!stroke || stroke.parentNode !== svg) return
  const points = stroke.getAttribute('points')
  const next = point(svg, e)
  if (!points.endsWith(next) && svg.innerHTML.length < most * 8) stroke.setAttribute('points', `${points} ${next}`)
})
for (const end of ['pointerup', 'pointercancel']) {
  on(end, '[data-sign] svg', (svg) => {
    if (stroke?.parentNode === svg) save(svg)
    stroke = undefined
  })
}
on('click', '[data-sign-clear]', (button) => {
  button.closest('[data-sign]').querySelector('svg').replaceChildren()
  inputOf(button).value = ''
})
