// Passkeys. <button type="button" data-passkey="login|register" data-begin="/…" data-finish="/…" hidden>,
// and near it an element [data-passkey-error hidden] with the words for "that did not work".
// begin answers WebAuthn options, finish takes the credential and answers {"location":"/…"}, both JSON.
import { on, onContent, ownPath } from './page.js'

const supported = Boolean(window.PublicKeyCredential && navigator.credentials)

onContent(() => {
  for (const button of document.querySelectorAll('[data-passkey]')) button.hidden = !supported
})

on('click', '[data-passkey]', async (button) => {
  const error = (button.closest('form, section, main') ?? document).querySelector('[data-passkey-error]')
  if (error) error.hidden = true
  button.disabled = true
  button.setAttribute('aria-busy', 'true')
  try {
    const { publicKey } = await post(button.dataset.begin)
    const credential = button.dataset.passkey === 'register'
      ? await navigator.credentials.create({ publicKey: decode(publicKey) })
      : await navigator.credentials.get({ publicKey: decode(publicKey) })
    const { location: to } = await post(button.dataset.finish, encode(credential))
    location.assign(ownPath(to) || '/')
  } catch (e) {
    if (e.name !== 'NotAllowedError' && e.name !== 'AbortError') console.warn(e) // those two: the person closed the prompt
    if (error) {
      if (e.words) error.textContent = e.words
      error.hidden = false
    }
    button.disabled = false
    button.removeAttribute('aria-busy')
  }
})

async function post(url, body) {
  const answer = await fetch(url, {
    method: 'POST', mode: 'same-origin',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  })
  const json = await answer.json().catch(() => ({}))
  if (!answer.ok) throw Object.assign(new Error(`${url}: ${answer.status}`), { words: json.error })
  return json
}

// WebAuthn speaks bytes, JSON base64url. (parseCreationOptionsFromJSON and toJSON would do, but not in every browser yet.)
const bytes = (s) => Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
const text = (b) => btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
const ids = (list) => list?.map((c) => ({ ...c, id: bytes(c.id) }))

function decode(o) {
  const options = { ...o, challenge: bytes(o.challenge), allowCredentials: ids(o.allowCredentials), excludeCredentials: ids(o.excludeCredentials) }
  if (o.user) options.user = { ...o.user, id: bytes(o.user.id) }
  return options
}

function encode(c) {
  const response = {}
  for (const part of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (c.response[part]) response[part] = text(c.response[part])
  }
  if (c.response.getTransports) response.transports = c.response.getTransports()
  return {
    id: c.id, rawId: text(c.rawId), type: c.type, response,
    authenticatorAttachment: c.authenticatorAttachment ?? undefined, clientExtensionResults: c.getClientExtensionResults(),
  }
}
