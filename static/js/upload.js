// Forms with files: <form enctype="multipart/form-data" data-upload="bytes a file may have" data-too-large="words">.
// fetch can't tell how much of a body has gone out, so these go by XMLHttpRequest; the rest is htmx as everywhere.
import { on } from './page.js'

// A file that is too large is said at once, not after minutes of sending.
on('change', 'form[data-upload] [type="file"]', (input) => {
  const { upload, tooLarge } = input.form.dataset
  const large = [...input.files].find((file) => file.size > upload)
  input.setCustomValidity(large ? tooLarge.replace('{name}', large.name) : '')
  if (large) input.reportValidity()
})

document.addEventListener('htmx:config:request', ({ detail: { ctx } }) => {
  const form = ctx.sourceElement
  if (!form.matches?.('form[data-upload]') || ctx.request.method !== 'POST') return
  ctx.request.timeout = 0 // a slow line is no failure
  ctx.fetch = (url, request) => send(url, request, showing(form))
})

// Shows how far the form is; without anything to show it does nothing.
function showing(form) {
  const place = form.querySelector('[data-sending]')
  const bar = place?.querySelector('progress')
  const says = place?.querySelector('output')
  const format = new Intl.NumberFormat(document.documentElement.lang || undefined, { style: 'percent' })
  return (part) => {
    if (!place) return
    place.hidden = part === null
    if (part === null) return
    if (part < 1) bar.value = part
    else bar.removeAttribute('value') // all of it is out: the server works
    says.textContent = says.dataset.text.replace('{percent}', format.format(part))
  }
}

function send(url, { method, headers, body, signal }, show) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    xhr.open(method, url)
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
    xhr.upload.onprogress = (e) => e.lengthComputable && show(e.loaded / e.total)
    xhr.onload = () => resolve(answer(xhr))
    xhr.onerror = () => reject(new TypeError('the connection was lost'))
    xhr.onabort = () => reject(new DOMException('given up', 'AbortError'))
    xhr.onloadend = () => show(null)
    signal?.addEventListener('abort', () => xhr.abort())
    show(0)
    xhr.send(body)
  })
}

// What fetch would have answered. A post that was taken has been led on to a page.
function answer(xhr) {
  const head = new Headers()
  for (const line of xhr.getAllResponseHeaders().trim().split(/\r?\n/)) {
    const at = line.indexOf(':')
    if (at > 0) head.append(line.slice(0, at), line.slice(at + 1).trim())
  }
  const response = new Response(xhr.status === 204 ? null : xhr.responseText, { status: xhr.status, headers: head })
  return Object.defineProperties(response, { url: { value: xhr.responseURL }, redirected: { value: xhr.status < 400 } })
}
