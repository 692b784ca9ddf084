import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HorngateError } from '../../words/error.ts';
import { DEFAULT_LIMITS } from '../../words/limits.ts';
import { scanTemplate } from './scan-template.ts';

const look = (template: string) => scanTemplate(template, { member: 'x' }, DEFAULT_LIMITS);
const checks = (template: string): string[] => [...new Set(look(template).findings.map(({ check }) => check))].sort();

/** In the styles of public models' templates; the texts are ours. */
const ORDINARY: Readonly<Record<string, string>> = {
  ChatML:
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
  'Llama 2':
    "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{% for message in loop_messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles must alternate') }}{% endif %}{% if loop.index0 == 0 and system_message != false %}{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}{% else %}{% set content = message['content'] %}{% endif %}{% if message['role'] == 'user' %}{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ ' ' + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}",
  'Llama 3 with tools':
    "{{- bos_token }}\n{%- if custom_tools is defined %}\n    {%- set tools = custom_tools %}\n{%- endif %}\n{%- if not date_string is defined %}\n    {%- if strftime_now is defined %}{%- set date_string = strftime_now(\"%d %b %Y\") %}{%- else %}{%- set date_string = \"26 Jul 2024\" %}{%- endif %}\n{%- endif %}\n{%- if tools is not none %}\n    {%- for t in tools %}\n        {{- t | tojson(indent=4) }}\n        {{- \"\\n\\n\" }}\n    {%- endfor %}\n{%- endif %}\n{%- for message in messages %}\n    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}\n        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}\n    {%- elif 'tool_calls' in message %}\n        {%- if not message.tool_calls|length == 1 %}{{- raise_exception(\"one tool call at once\") }}{%- endif %}\n        {%- set tool_call = message.tool_calls[0].function %}\n        {%- for arg_name, arg_val in tool_call.arguments | items %}{{- arg_name + '=\"' + arg_val + '\"' }}{%- if not loop.last %}{{- \", \" }}{%- endif %}{%- endfor %}\n    {%- endif %}\n{%- endfor %}",
  Mistral:
    '{%- set ns = namespace() %}{%- set ns.index = 0 %}{%- for message in messages %}{%- if message["role"] == "user" or (message["role"] == "assistant" and message.tool_calls is not defined) %}{%- if (message["role"] == "user") != (ns.index % 2 == 0) %}{{- raise_exception("alternate") }}{%- endif %}{%- set ns.index = ns.index + 1 %}{%- endif %}{%- endfor %}{%- set user_messages = loop_messages | selectattr("role", "equalto", "user") | list %}{%- for tool in tools %}{%- set tool = tool.function %}{%- for key, val in tool.items() if key != "return" %}{%- if val is string %}{{- \'"\' + key + \'": "\' + val + \'"\' }}{%- else %}{{- \'"\' + key + \'": \' + val|tojson }}{%- endif %}{%- endfor %}{%- endfor %}{%- if (message == user_messages[-1]) %}{{- message["content"][-9:] ~ eos_token }}{%- endif %}',
  'Qwen with thinking':
    "{%- macro render_content(content, do_vision_count) %}{%- if content is string %}{{- content }}{%- else %}{%- for item in content %}{%- if 'image' in item or item.type == 'image' %}{{- '<|vision_start|>' }}{%- elif 'text' in item %}{{- item.text }}{%- endif %}{%- endfor %}{%- endif %}{%- endmacro %}{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}{%- for message in messages[::-1] %}{%- set index = (messages|length - 1) - loop.index0 %}{%- if ns.multi_step_tool and message.role == \"user\" and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}{%- set ns.multi_step_tool = false %}{%- set ns.last_query_index = index %}{%- endif %}{%- endfor %}{%- for message in messages %}{%- set content = render_content(message.content, true)|trim %}{%- set reasoning_content = '' %}{%- if message.reasoning_content is string %}{%- set reasoning_content = message.reasoning_content %}{%- elif '</think>' in content %}{%- set reasoning_content = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}{%- set content = content.split('</think>')[-1].lstrip('\\n') %}{%- endif %}{%- if (loop.first or (messages[loop.index0 - 1].role != \"tool\")) %}{{- '<|im_start|>user' }}{%- endif %}{%- if not loop.last and messages[loop.index0 + 1].role != 'tool' %}{{ '\\n' }}{%- endif %}{%- endfor %}",
  Gemma:
    "{{ bos_token }}{%- if messages[0]['role'] == 'system' -%}{%- if messages[0]['content'] is string -%}{%- set first_user_prefix = messages[0]['content'] + '\\n\\n' -%}{%- else -%}{%- set first_user_prefix = messages[0]['content'][0]['text'] + '\\n\\n' -%}{%- endif -%}{%- endif -%}{% for message in messages %}{% if (message['role'] == 'assistant') %}{% set role = \"model\" %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '\\n' + (first_user_prefix if loop.first else \"\") + message['content'] | trim + '<end_of_turn>\\n' }}{% endfor %}",
  'keys in variables':
    "{% set role_key = 'role' if 'role' in messages[0] else 'from' %}{% for m in messages %}{{ m[role_key] }}{% for key in ['name', 'description'] %}{{ m[key] }}{% endfor %}{% endfor %}",
  'a variable called _': '{% set _ = names.append(message.name) %}{% set __x = 1 %}{{ _ }}{{ __x }}',
  'words in texts': "{{ 'never write x.__class__ or import os, eval(' }}{# {{ x.__class__ }} #}{% raw %}{{ x.__class__ }}{% endraw %}",
  'training marks': "{% for m in messages %}{% generation %}{{ m['content'] }}{% endgeneration %}{% if loop.last %}{% break %}{% endif %}{% endfor %}",
  'a filter block, with, call':
    '{% filter upper %}a{% endfilter %}{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}x{% endcall %}',
  dictionaries: "{% set roles = {'user': 'human', 'assistant': 'gpt'} %}{{ roles[message['role']] }}{{ roles.get(message.role, 'x') }}{{ {'a': {'b': 1}} }}",
  'no template': 'plain { text } with % and # signs',
};

const HOSTILE: Readonly<Record<string, readonly [template: string, ...expected: string[]]>> = {
  'CVE-2024-34359': [
    "{% for x in ().__class__.__base__.__subclasses__() %}{% if 'warning' in x.__name__ %}{{ x()._module.__builtins__['__import__']('os').system('id') }}{% endif %}{% endfor %}",
    'jinja/attribute',
    'jinja/call',
  ],
  'a subscript': ["{{ ''['__class__'] }}", 'jinja/attribute'],
  'the filter attr': ["{{ ''|attr('__class__') }}", 'jinja/attribute'],
  'a hexadecimal escape': ["{{ ''['\\x5f\\x5fclass\\x5f\\x5f'] }}", 'jinja/attribute'],
  'an octal escape': ["{{ ''|attr('\\137\\137class\\137\\137') }}", 'jinja/attribute'],
  'a named escape': ["{{ ''['\\N{LOW LINE}_class__'] }}", 'jinja/attribute'],
  'pieces by +': ["{{ ''['__cla' + 'ss__'] }}", 'jinja/attribute'],
  'pieces by ~': ["{{ ''|attr('_' ~ '_class_' ~ '_') }}", 'jinja/attribute'],
  'texts beside one another': ["{{ ''['_' '_class__'] }}", 'jinja/attribute'],
  'pieces by join': ["{{ ''|attr(['__', 'class', '__']|join) }}", 'jinja/attribute'],
  'pieces by format': ["{{ ''|attr('%c%cclass%c%c'|format(95, 95, 95, 95)) }}", 'jinja/computed-name'],
  'turned round': ["{{ ''['__ssalc__'[::-1]] }}", 'jinja/computed-name'],
  replaced: ["{{ ''['xxclassxx'.replace('x', '_')] }}", 'jinja/computed-name'],
  multiplied: ["{{ ''['_' * 2 ~ 'class'] }}", 'jinja/computed-name'],
  'a variable': ["{% set a = '__class__' %}{{ ''[a] }}", 'jinja/attribute'],
  'a variable set later in the loop': ["{% for i in range(2) %}{{ ''[a] }}{% set a = b %}{% set b = '__class__' %}{% endfor %}", 'jinja/attribute'],
  'a namespace': ["{% set ns = namespace(k='__class__') %}{{ ''[ns.k] }}", 'jinja/attribute'],
  'set in a namespace': ["{% set ns = namespace() %}{% set ns.k = '__class__' %}{{ ''[ns.k] }}", 'jinja/attribute'],
  'a loop over names': ["{% for k in ['a', '__class__'] %}{{ ''[k] }}{% endfor %}", 'jinja/attribute'],
  'a dictionary': ["{% set d = {'k': '__class__'} %}{{ ''[d['k']] }}", 'jinja/attribute'],
  'keys of dict()': ["{{ ''[dict(__class__=1)|list|first] }}", 'jinja/attribute'],
  'a macro': ["{% macro m(o, k) %}{{ o[k] }}{% endmacro %}{{ m('', '__class__') }}", 'jinja/attribute'],
  'a default': ["{{ ''[x|default('__class__')] }}", 'jinja/attribute'],
  map: ["{{ messages|map(attribute='__class__')|list }}", 'jinja/attribute'],
  'map with attr': ["{{ messages|map('attr', '__class__')|list }}", 'jinja/attribute'],
  'selectattr, dotted': ["{{ messages|selectattr('a.__class__')|list }}", 'jinja/attribute'],
  groupby: ["{{ messages|groupby('__class__') }}", 'jinja/attribute'],
  'format fields': ["{{ '{0.__class__}'.format(x) }}", 'jinja/attribute'],
  'a frame': ['{{ x.gi_frame.f_builtins }}', 'jinja/attribute'],
  'a set block': ["{% set k %}__class__{% endset %}{{ ''[k] }}", 'jinja/computed-name'],
  'an inner condition': ["{{ '' if x else y.__init__.__globals__ }}", 'jinja/attribute'],
  'in an argument': ['{{ raise_exception(x.__class__) }}', 'jinja/attribute'],
  'in a test': ['{% if x is sameas y.__class__ %}{% endif %}', 'jinja/attribute'],
  'in a for condition': ['{% for a in b if a.__class__ %}{% endfor %}', 'jinja/attribute'],
  'in a default of a macro': ['{% macro m(a=b.__class__) %}{% endmacro %}', 'jinja/attribute'],
  'behind a comment': ['{# a #}{{ x.__class__ }}', 'jinja/attribute'],
  'behind a false end': ["{{ '}}' ~ x.__class__ }}", 'jinja/attribute'],
  'behind a tag that cannot be read': ['{{ a b }}{{ x.__class__ }}', 'jinja/attribute', 'jinja/structure'],
  lipsum: ['{{ lipsum() }}', 'jinja/call'],
  'a helper of a web framework': ["{{ url_for('x') }}", 'jinja/call'],
  'an unknown method': ['{{ x.popen(y) }}', 'jinja/call'],
  'what another call gives': ['{{ x.get(y)(z) }}', 'jinja/call'],
  'an unknown filter': ['{{ x|shell }}', 'jinja/call'],
  'an unknown statement': ['{% debug %}', 'jinja/call'],
  include: ["{% include '/etc/passwd' %}", 'jinja/import'],
  from: ["{% from 'x' import y %}", 'jinja/import'],
  extends: ['{% extends layout %}', 'jinja/import'],
  'a tag that is not closed': ['{{ x', 'jinja/structure'],
};

test('templates in the styles of public models stay silent', async (t) => {
  for (const [name, template] of Object.entries(ORDINARY))
    await t.test(name, () => assert.deepEqual([look(template).findings, look(template).troubles], [[], []]));
});

test('a template that reaches inside is found, however it spells it', async (t) => {
  for (const [name, [template, ...expected]] of Object.entries(HOSTILE)) await t.test(name, () => assert.deepEqual(checks(template), expected));
});

test('scanner/template-names: a name from the insides of Python is found, built or written', () => {
  assert.deepEqual(checks('{{ x.__class__ }}'), ['jinja/attribute']);
  assert.deepEqual(checks("{% set a = '__cl' %}{{ ''[a ~ 'ass__'] }}"), ['jinja/attribute']);
});

test('the finding says the line', () =>
  assert.match(look('a\nb {{ x.__class__ }}').findings[0]?.message ?? '', /^Reaches for "__class__", in line 2 of the template$/));

test('depth, width and length are bounded', async (t) => {
  const within = (name: string, template: string) =>
    t.test(name, () => {
      const start = performance.now();
      look(template);
      assert.ok(performance.now() - start < 4000);
    });
  await within('brackets', `{{ ${'('.repeat(300_000)}`);
  await within('signs', `{{ ${'-'.repeat(300_000)}1 }}`);
  await within('powers', `{{ ${'1**'.repeat(100_000)}1 }}`);
  await within('conditions', `{{ ${'a if b else '.repeat(50_000)}c }}`);
  await within('pieces', `{{ ${"'a'~".repeat(100_000)}'b' }}`);
  await within('doubling', `{% set a = 'x' %}${'{% set a = a ~ a %}'.repeat(10_000)}`);
  await within('lists of lists', `{% set a = ['x'] %}${'{% set a = [a, a] %}'.repeat(10_000)}{{ b[a] }}`);
  await within('escapes', `{{ '${'\\n'.repeat(400_000)}' }}`);
  await within('tags', '{{a}}'.repeat(100_000));
  await within('too long', 'a'.repeat(2_000_000));
});

test('no mutation of a template stops the reader', () => {
  const seeds = [...Object.values(ORDINARY), ...Object.values(HOSTILE).map(([template]) => template)];
  let state = 7;
  const next = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state % below;
  };
  for (let round = 0; round < 2000; round++) {
    const seed = seeds[next(seeds.length)] as string;
    const at = next(seed.length);
    const other = seeds[next(seeds.length)] as string;
    const mutated = seed.slice(0, at) + ['{', '}}', "'", '(', '|', '.', '\\', '%}', other.slice(0, 40)][next(9)] + seed.slice(at + next(4));
    for (const { error } of look(mutated).troubles) assert.ok(error instanceof HorngateError && /^HG_(ARTIFACT|LIMIT)/.test(error.code));
  }
});
