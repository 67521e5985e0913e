// Vercel's `ai` on node: `node npm_ai.mjs FOLDER` answers jobs on its input, FOLDER holding node_modules;
// with a job as a further argument it does that one and ends. Every job has a process of its own.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [, self, folder, given] = process.argv;
const PROMPT = 'Say hello in one short sentence.';
const ABLE = ['unary_async', 'stream_async', 'tool_async', 'partial_async', 'embed_async'];
const load = name => import(pathToFileURL(createRequire(folder + '/x.js').resolve(name)));
const tell = data => process.stdout.write(JSON.stringify(data) + '\n');
const need = (holds, what) => { if (!holds) throw new Error(`wrong reply: ${what}`); };
const kib = field => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))[1]);
const spent = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };

async function model(protocol, base) {
  const settings = { apiKey: 'k', baseURL: `${base}/${protocol === 'gemini' ? 'v1beta' : 'v1'}` };
  if (protocol === 'anthropic') return (await load('@ai-sdk/anthropic')).createAnthropic(settings)('claude-sonnet-4-5');
  if (protocol === 'gemini') return (await load('@ai-sdk/google')).createGoogleGenerativeAI(settings)('gemini-2.5-flash');
  const provider = (await load('@ai-sdk/openai')).createOpenAI(settings);
  if (protocol === 'embedding') return provider.embedding('text-embedding-3-small');
  return protocol === 'responses' ? provider.responses('gpt-4o') : provider.chat('gpt-4o');
}

// Each method gives a function that does the work once and returns what came.
const methods = {
  unary: async (ai, job, base) => {
    const asked = { model: await model(job.protocol, base), prompt: PROMPT, maxRetries: 0 };
    return async () => (await ai.generateText(asked)).text;
  },
  stream: async (ai, job, base) => {
    const asked = { model: await model(job.protocol, base), prompt: PROMPT, maxRetries: 0 };
    return async () => {
      let deltas = 0, characters = 0;
      for await (const text of ai.streamText(asked).textStream) { deltas++; characters += text.length; }
      return { deltas, characters };
    };
  },
  tool: async (ai, job, base) => {
    const { z } = await load('zod');
    const save = ai.tool({ description: 'Save.', inputSchema: z.object({ items: z.array(z.any()) }) });
    const asked = { model: await model(job.protocol, base), prompt: PROMPT, maxRetries: 0, tools: { save } };
    return async () => {
      let input;
      for await (const part of ai.streamText(asked).fullStream) if (part.type === 'tool-call') input = part.input;
      return input;
    };
  },
  partial: async (ai, job, base) => {
    const { z } = await load('zod');
    const item = z.object({ name: z.string(), minutes: z.number(), steps: z.array(z.string()), id: z.number() });
    const output = ai.Output.object({ schema: z.object({ items: z.array(item) }) });
    const asked = { model: await model(job.protocol, base), prompt: PROMPT, maxRetries: 0, output };
    return async () => {
      let last;
      for await (const shown of ai.streamText(asked).partialOutputStream) last = shown;
      return last;
    };
  },
  embed: async (ai, job, base) => {
    const made = await model('embedding', base);
    return async texts => {
      const vectors = [];
      for (let start = 0; start < texts.length; start += 100) {
        const values = texts.slice(start, start + 100);
        vectors.push(...(await ai.embedMany({ model: made, values, maxRetries: 0 })).embeddings);
      }
      return vectors;
    };
  },
};

const checks = {
  unary: (_, text) => need(text === 'The sky scatters blue light.', text),
  stream: (size, heard) => need(heard.characters === 6 * size && Math.abs(heard.deltas - size) <= 1, heard.characters),
  tool: (size, input) => need(input.items.at(-1).id === input.items.length - 1 && input.items.length > size / 120, input),
  partial: (size, last) => checks.tool(size, last),
  embed: (size, vectors) => need(vectors.length === size && vectors[0].length > 1, vectors.length),
};

async function done(job) {
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const ai = await load('ai');
  const kind = job.kind === 'crowd' ? 'stream' : job.kind;
  const texts = kind === 'embed' ? [Array.from({ length: job.size }, (_, n) => `Text number ${n}.`)] : [];
  await (await methods[kind](ai, job, job.warm))(...texts.map(all => all.slice(0, 100)));
  const work = await methods[kind](ai, job, job.base);
  const once = async () => checks[kind](job.size, await work(...texts));
  if (job.repeats > 1 && job.kind !== 'crowd') await once();
  globalThis.gc?.();
  const resident = kib('VmRSS'), cpu = spent(), wall = performance.now();
  if (job.kind === 'crowd') await Promise.all(Array.from({ length: job.repeats }, once));
  else for (let count = 0; count < job.repeats; count++) await once();
  tell({ cpu: spent() - cpu, wall: (performance.now() - wall) / 1e3, kib: kib('VmHWM') - resident });
}

// Figures of a whole process: milliseconds of CPU time, megabytes, names of modules (none).
async function fresh(job) {
  if (job.kind !== 'bare') await Promise.all([load('ai'), load('@ai-sdk/openai')]);
  if (job.kind === 'first') checks.unary(1, await (await methods.unary(await load('ai'), job, job.base))());
  tell([spent() * 1e3, kib('VmHWM') / 1024, []]);
}

async function one(job) {
  try { await (['bare', 'import', 'first'].includes(job.kind) ? fresh(job) : done(job)); }
  catch (failure) { tell({ failed: String(failure).slice(0, 300) }); }
  process.exit(0);
}

function host() {
  tell({ can: ABLE, protocols: ['chat', 'responses', 'anthropic', 'gemini'] });
  createInterface({ input: process.stdin }).on('line', line => {
    const child = spawnSync(process.execPath, ['--expose-gc', self, folder, line], { encoding: 'utf8' });
    const said = child.stdout.trim().split('\n').at(-1);
    process.stdout.write((said || JSON.stringify({ failed: child.stderr.slice(-300) })) + '\n');
  });
}

if (given) await one(JSON.parse(given)); else host();
