// Holds conversations with the TypeScript SDK: one JSON object a line on standard input says which,
// one JSON object a line on standard output says what came of it. `conversations.py` explains both.
import { createInterface } from 'node:readline';
import { anthropic, createAnthropic } from '@ai-sdk/anthropic';
import { createAzure } from '@ai-sdk/azure';
import { createGoogleGenerativeAI, google } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import {
  convertToModelMessages,
  generateObject,
  generateText,
  hasToolCall,
  isStepCount,
  jsonSchema,
  Output,
  parseJsonEventStream,
  readUIMessageStream,
  smoothStream,
  streamObject,
  streamText,
  tool,
  uiMessageChunkSchema,
} from 'ai';

globalThis.AI_SDK_LOG_WARNINGS = false;

const camel = name => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
const renamed = settings =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [camel(name), value]));
const deeply = value =>
  Array.isArray(value)
    ? value.map(deeply)
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value).map(([name, inner]) => [camel(name), deeply(inner)]),
        )
      : value;
const settings = call => {
  const { tool_choice: choice, ...rest } = call.settings ?? {};
  const out = renamed(rest);
  if (choice !== undefined) out.toolChoice = choice.type ? renamed(choice) : choice;
  if (out.providerOptions) out.providerOptions = deeply(out.providerOptions);
  return out;
};

// ---- from data to arguments

function part(said) {
  const {
    data_base64: encoded,
    held_by: reference,
    provider_options: options,
    provider_metadata: metadata,
    ...rest
  } = said;
  const out = renamed(rest);
  if (options ?? metadata) out.providerOptions = deeply({ ...metadata, ...options });
  if (reference) out.data = { type: 'reference', reference };
  if (encoded !== undefined) out.data = Buffer.from(encoded, 'base64');
  return out;
}

const message = ({ role, content, provider_options: options }) => ({
  role,
  content: typeof content === 'string' ? content : content.map(part),
  ...(options && { providerOptions: deeply(options) }),
});

function execution(does) {
  if (does.client) return undefined;
  if (does.fails !== undefined) {
    return async () => {
      throw new Error(does.fails);
    };
  }
  if (does.yields !== undefined) {
    return async function* () {
      yield* does.yields;
    };
  }
  return async input => (does.echo ? input : does.returns);
}

const tools = offered =>
  Object.fromEntries(
    Object.entries(offered).map(([name, { description, schema, does, strict, ...more }]) => [
      name,
      tool({
        description,
        strict,
        inputSchema: validating(schema),
        inputExamples: more.input_examples?.map(input => ({ input })),
        providerOptions: more.provider_options && deeply(more.provider_options),
        execute: execution(does),
      }),
    ]),
  );

// `jsonSchema` alone validates nothing; the library under test validates by the schema, as zod does.
function validating(schema) {
  return jsonSchema(schema, {
    validate: value => {
      const problem = violation(schema, value);
      return problem === undefined
        ? { success: true, value }
        : { success: false, error: new Error(problem) };
    },
  });
}

function violation(schema, value, place = 'value') {
  if (schema.enum && !schema.enum.includes(value)) return `${place} is none of the choices`;
  const actual =
    value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const fits = { integer: Number.isInteger(value) }[schema.type] ?? schema.type === actual;
  if (schema.type && !fits) return `${place} is ${actual}, not ${schema.type}`;
  if (actual === 'object') {
    for (const name of schema.required ?? []) {
      if (!(name in value)) return `${place} lacks ${name}`;
    }
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
      const problem = name in value && violation(inner, value[name], `${place}.${name}`);
      if (problem) return problem;
    }
  }
  if (actual === 'array' && schema.items) {
    for (const item of value) {
      const problem = violation(schema.items, item, `${place}[]`);
      if (problem) return problem;
    }
  }
  return undefined;
}

function output({ kind, schema, options }) {
  if (kind === 'object') return Output.object({ schema: validating(schema) });
  if (kind === 'array') return Output.array({ element: validating(schema) });
  if (kind === 'choice') return Output.choice({ options });
  return Output.json();
}

const stop = ({ steps, tool: name }) => (steps ? isStepCount(steps) : hasToolCall(name));

function textArguments(call, model) {
  const out = { model, ...settings(call) };
  if (call.prompt !== undefined) out.prompt = call.prompt;
  if (call.messages) out.messages = call.messages.map(message);
  if (call.tools) out.tools = tools(call.tools);
  for (const { provider, name, there, args } of call.provider_tools ?? []) {
    const make = { anthropic, google }[provider].tools[there];
    out.tools = { ...out.tools, [name]: make(renamed(args)) };
  }
  if (call.stop_when) out.stopWhen = call.stop_when.map(stop);
  if (call.output) out.output = output(call.output);
  if (call.approvals) out.toolApproval = call.approvals;
  if (call.prepared) {
    out.prepareStep = ({ stepNumber }) => settings({ settings: call.prepared[stepNumber] });
  }
  if (call.repaired !== undefined) {
    out.repairToolCall = async ({ toolCall }) =>
      call.repaired === null ? null : { ...toolCall, input: call.repaired };
  }
  if (call.smooth) {
    out.experimental_transform = smoothStream({ delayInMs: null, chunking: call.smooth });
  }
  return out;
}

function objectArguments(call, model) {
  const { kind, schema, options } = call.output;
  const out = { model, ...settings(call), prompt: call.prompt };
  if (kind === 'choice') return { ...out, output: 'enum', enum: options };
  if (kind === 'json') return { ...out, output: 'no-schema' };
  return { ...out, output: kind, schema: validating(schema) };
}

// ---- from results to data

const tokens = usage => [usage.inputTokens ?? null, usage.outputTokens ?? null];

function step(made) {
  const failed = made.content.filter(each => each.type === 'tool-error');
  return {
    text: made.text,
    reasoning: made.reasoningText ?? null,
    finish: made.finishReason,
    usage: tokens(made.usage),
    calls: made.toolCalls.map(each => [each.toolName, each.input ?? null, each.invalid === true]),
    results: made.toolResults.map(each => [each.toolName, each.output]),
    failures: failed.map(each => each.toolName),
  };
}

function failure(error) {
  const last = error?.lastError ?? error;
  return {
    name: last?.name ?? String(last),
    status: last?.statusCode ?? null,
    message: last?.message ?? String(last),
  };
}

const known = async promise => {
  try {
    return { value: await promise };
  } catch (error) {
    return { error: failure(error) };
  }
};

async function text(call, model) {
  const result = await generateText(textArguments(call, model));
  const out = { steps: result.steps.map(step), usage: tokens(result.usage) };
  if (call.output) Object.assign(out, outcome(await known((async () => result.output)())));
  return out;
}

const outcome = ({ value, error }) => (error ? { output_error: error } : { output: value });

// Partial values as they were when they came, whatever later ones share with them.
const snapshots = async stream => {
  const out = [];
  for await (const each of stream) out.push(structuredClone(each));
  return out;
};

async function stream(call, model) {
  const result = streamText({ ...textArguments(call, model), onError() {} });
  const views = call.output
    ? { partials: known(snapshots(result.partialOutputStream)) }
    : {};
  if (call.output?.kind === 'array') views.elements = known(snapshots(result.elementStream));
  const parts = [];
  const broken = await known(
    (async () => {
      for await (const part of result.stream) parts.push(part);
    })(),
  );
  const bad = parts.find(each => each.type === 'error');
  const out = {
    streamed: parts
      .filter(each => each.type === 'text-delta')
      .map(each => each.text)
      .join(''),
    preliminary: parts
      .filter(each => each.type === 'tool-result' && each.preliminary)
      .map(each => each.output),
    order: parts.map(each => each.type),
  };
  const steps = await known(result.steps);
  out.steps = (steps.value ?? []).map(step);
  if (bad) return { ...out, error: failure(bad.error) };
  if (broken.error) return { ...out, error: broken.error };
  if (steps.error) return { ...out, error: steps.error };
  out.usage = tokens(await result.usage);
  if (call.output) Object.assign(out, outcome(await known(result.output)));
  for (const [name, view] of Object.entries(views)) out[name] = (await view).value ?? null;
  return out;
}

async function object(call, model) {
  const result = await generateObject(objectArguments(call, model));
  return { output: result.object, usage: tokens(result.usage), finish: result.finishReason };
}

async function objectStream(call, model) {
  let bad;
  const result = streamObject({
    ...objectArguments(call, model),
    onError({ error }) {
      bad = error;
    },
  });
  result.object.catch(() => {});
  const parts = await known(snapshots(result.partialObjectStream));
  if (parts.error || bad) return { error: failure(bad ?? parts.error) };
  const made = await known(result.object);
  if (made.error) return { error: made.error };
  return { partials: parts.value, output: made.value, usage: tokens(await result.usage) };
}

// ---- what a browser makes of a reply, and what it sends back

async function uiMessage({ body, message }) {
  const parsed = parseJsonEventStream({
    stream: new Blob([body]).stream(),
    schema: uiMessageChunkSchema,
  });
  const chunks = parsed.pipeThrough(
    new TransformStream({
      transform(part, controller) {
        if (!part.success) throw part.error;
        controller.enqueue(part.value);
      },
    }),
  );
  let last;
  const reader = readUIMessageStream({ message, stream: chunks, terminateOnError: false });
  for await (const each of reader) last = each;
  return { message: last };
}

const modelMessages = async ({ messages, options }) => ({
  messages: await convertToModelMessages(messages, options),
});

// Protocol of a conversation -> the model that speaks it to the server.
const apiKey = 'test-key';
const MODELS = {
  chat: (origin, model) => createOpenAI({ baseURL: `${origin}/v1`, apiKey }).chat(model),
  responses: (origin, model) => createOpenAI({ baseURL: `${origin}/v1`, apiKey }).responses(model),
  anthropic: (origin, model) => createAnthropic({ baseURL: `${origin}/v1`, apiKey })(model),
  google: (origin, model) =>
    createGoogleGenerativeAI({ baseURL: `${origin}/v1beta`, apiKey })(model),
  azure: (origin, model) => createAzure({ baseURL: `${origin}/openai/v1`, apiKey })(model),
};

const FUNCTIONS = {
  text,
  stream,
  object,
  stream_object: objectStream,
  ui_message: uiMessage,
  model_messages: modelMessages,
};

for await (const line of createInterface({ input: process.stdin })) {
  const { origin, function: name, protocol, model, call } = JSON.parse(line);
  const handle = MODELS[protocol]?.(origin, model);
  let answer;
  try {
    answer = await FUNCTIONS[name](call, handle);
  } catch (error) {
    answer = { error: failure(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
