// Makes static/vendor/ from package-lock.json and static/: one stylesheet, one script, one sprite of icons, our images,
// each with its .br and .gz beside it, and manifest.json: name → name with content hash, which the server puts in URLs.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import esbuild from 'esbuild'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const out = 'static/vendor/'
const read = (path) => readFileSync(path, 'utf8')
const fail = (message) => { console.error(`assets: ${message}`); process.exit(1) }

/** Oat draws tick, arrow and chevron with data: images, which our CSP refuses; our own CSS draws them otherwise. */
const noDataImages = {
  name: 'no-data-images',
  setup: (build) => build.onLoad({ filter: /\.css$/ }, ({ path }) => ({
    contents: read(path).replace(/[\w-]+:\s*url\("data:[^"]*"\);/g, ''), loader: 'css',
  })),
}

async function bundle(entry, options) {
  const made = await esbuild.build({
    entryPoints: [entry], bundle: true, write: false, minify: true, target: 'esnext', charset: 'utf8', legalComments: 'none', logLevel: 'warning',
    ...options,
  })
  return made.outputFiles[0].text
}

async function styles() {
  const css = await bundle('static/css/app.css', { plugins: [noDataImages] })
  if (/url\(["']?data:/.test(css)) fail('a data: image is left in the stylesheet; our CSP refuses those')
  const ours = readdirSync('static/css').map((f) => read(`static/css/${f}`)).join('\n').replace(/\/\*[\s\S]*?\*\//g, '')
  if (ours.includes('!important')) fail('!important in static/css; use the layer')
  const physical = ours.match(/(?:^|[\s;{])((?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:/)
  if (physical) fail(`"${physical[1]}:" in static/css; use the logical property`)
  return css
}

async function script() {
  const htmx = 'node_modules/htmx.org/dist/'
  const theirs = [`${htmx}htmx.min.js`, `${htmx}ext/hx-sse.min.js`, `${htmx}ext/hx-preload.min.js`]
    .map((path) => read(path).replace(/^\/\/# sourceMappingURL.*$/m, '').trim().replace(/;*$/, ';'))
  return [...theirs, await bundle('static/js/main.js', { format: 'iife' })].join('\n')
}

// Three of our own: the cloud with a dot (invited) and with a check (on), and the clip with a slash.
const inner = (svg) => svg.replace(/<!--[\s\S]*?-->/g, '').replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, '').replace(/\s*\n\s*/g, '').replaceAll(' />', '/>')
const lucide = (name) => inner(read(`node_modules/lucide-static/icons/${name}.svg`))
const own = {
  'cloud-dot': () => lucide('cloud') + '<circle cx="12" cy="13.5" r="2.5" fill="currentColor" stroke="none"/>',
  'cloud-on': () => lucide('cloud') + '<path d="m9 13.5 2.5 2.5 4-4.5"/>',
  'paperclip-off': () => lucide('paperclip') + '<path d="m2 2 20 20"/>',
}

function icons() {
  const names = [...new Set(read('tools/icons.txt').replace(/#.*/g, '').split(/\s+/).filter(Boolean))].sort()
  const symbols = names.map((name) => {
    try {
      return `<symbol id="${name}" viewBox="0 0 24 24">${own[name]?.() ?? lucide(name)}</symbol>`
    } catch {
      fail(`tools/icons.txt: Lucide has no "${name}"`)
    }
  })
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`
}

function licences() {
  const texts = { 'htmx.org': 'LICENSE', '@knadh/oat': 'LICENSE', 'lucide-static': 'LICENSE' }
  return Object.entries(texts).map(([name, file]) => {
    const { version } = JSON.parse(read(`node_modules/${name}/package.json`))
    return `${name} ${version}\n\n${read(`node_modules/${name}/${file}`).trim()}\n`
  }).join(`\n${'-'.repeat(72)}\n\n`)
}

const made = { 'app.css': await styles(), 'app.js': await script(), 'icons.svg': icons(), 'LICENSES.txt': licences() }
for (const name of readdirSync('static/img')) made[name] = readFileSync(`static/img/${name}`)

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const manifest = {}
console.log('              raw    gzip  brotli')
for (const [name, content] of Object.entries(made)) {
  const raw = Buffer.from(content)
  const hash = createHash('sha256').update(raw).digest('hex').slice(0, 10)
  const gz = gzipSync(raw, { level: 9 })
  const br = brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length } })
  writeFileSync(out + name, raw)
  if (!/\.(png|jpe?g|webp|ico)$/.test(name)) {
    writeFileSync(`${out}${name}.gz`, gz)
    writeFileSync(`${out}${name}.br`, br)
  }
  manifest[name] = name.replace(/(\.\w+)$/, `.${hash}$1`)
  console.log(name.padEnd(12), ...[raw, gz, br].map((b) => String(b.length).padStart(7)))
}
writeFileSync(`${out}manifest.json`, JSON.stringify(manifest, null, 2) + '\n') // last: its presence says that the rest is there
