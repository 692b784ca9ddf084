import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkedAddresses } from './checked-addresses.ts';
import { networkOf } from './network.ts';
import { isPublicAddress } from './public-address.ts';

/** First, last and inner addresses of the registries of IANA (IPv4 and IPv6 special-purpose, as of 2026), and what clouds answer their machines at. */
const NOT_PUBLIC =
  '0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.100.100.200 100.127.255.255 127.0.0.0 127.0.0.1 127.255.255.255 168.63.129.16 169.254.0.0 ' +
  '169.254.169.254 169.254.170.2 169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.8 192.0.0.192 192.0.0.255 192.0.2.1 192.31.196.1 192.52.193.1 ' +
  '192.88.99.1 192.168.0.0 192.168.255.255 192.175.48.1 198.18.0.0 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 ' +
  '255.255.255.255 :: ::1 ::7f00:1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::8.8.8.8 64:ff9b:1::1 100::1 ' +
  '100:0:0:1::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:1::1 2001:2::1 2001:3::1 2001:4:112::1 2001:10::1 2001:20::1 2001:30::1 2001:1ff:ffff::1 2001:db8::1 ' +
  '2002:7f00:1::1 2002:a9fe:a9fe::1 2620:4f:8000::1 3fff::1 3fff:fff:ffff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fdff:ffff::1 fe80::1 fe80::1%1 febf::1 fec0::1 ' +
  'ff00::1 ff02::1 ffff::1';

/** Spellings which a resolver would take, and we never hand on as they are. */
const NO_ADDRESSES = ['', 'localhost', '127.1', '0x7f.1', '0177.0.0.1', '2130706433', '127.0.0.1.', ' 8.8.8.8', '8.8.8.8\n', '[2606:4700::1111]', '1.2.3.4/8'];

const PUBLIC =
  '1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 ' +
  '192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255 168.63.129.17 2000::1 2001:200::1 2001:4860:4860::8888 2003::1 ' +
  '2606:4700:4700::1111 2a00:1450:4001::1 2600:1f00::1 3ffe::1 3fff:1000::1';

test('trust/download-address: only addresses of the public network are asked', async (t) => {
  const all = NOT_PUBLIC.split(' ');
  assert.ok(all.length >= 60);
  for (const address of [...all, ...NO_ADDRESSES]) await t.test(`refuses ${JSON.stringify(address)}`, () => assert.equal(isPublicAddress(address), false));
  for (const address of PUBLIC.split(' ')) await t.test(`takes ${address}`, () => assert.equal(isPublicAddress(address), true));
});

const SPELLINGS =
  '127.1 0x7f.1 0x7f000001 0177.0.0.1 2130706433 127.0.0.1. 0 [::1] [::ffff:127.0.0.1] [0:0:0:0:0:ffff:7f00:1] [::ffff:a9fe:a9fe] 169.254.169.254 0xa9fea9fe 2852039166 １２７.0.0.1 127。0。0。1';

test('an address that is written otherwise is the same address', async (t) => {
  const resolve = async (): Promise<string[]> => assert.fail('no name is looked up');
  for (const host of SPELLINGS.split(' '))
    await t.test(`refuses https://${host}/`, () =>
      assert.rejects(checkedAddresses(new URL(`https://${host}/m.keras`), networkOf({ resolve })), { code: 'HG_REFUSED_SOURCE' }),
    );
  await t.test('takes what is public', async () =>
    assert.deepEqual(await checkedAddresses(new URL('https://134744072/'), networkOf({ resolve })), ['8.8.8.8']),
  );
});

test('trust/download-all-addresses: every address of a name counts', async (t) => {
  const asked = (addresses: readonly string[], sources: readonly string[] = [], url = 'https://models.test/m.keras') =>
    checkedAddresses(new URL(url), networkOf({ sources, resolve: async () => addresses }));
  const refused = { code: 'HG_REFUSED_SOURCE' };
  await t.test('public ones are taken in their order', async () =>
    assert.deepEqual(await asked(['8.8.8.8', '2606:4700::1111']), ['8.8.8.8', '2606:4700::1111']),
  );
  await t.test('one private among public ones refuses all', () => assert.rejects(asked(['8.8.8.8', '1.1.1.1', '10.0.0.1']), refused));
  await t.test('an origin of the policy may be private', async () => assert.deepEqual(await asked(['10.0.0.1'], ['https://models.test']), ['10.0.0.1']));
  for (const source of ['https://models.test:8443', 'http://models.test', 'https://test', 'https://other.test'])
    await t.test(`${source} is another origin`, () => assert.rejects(asked(['10.0.0.1'], [source]), refused));
  await t.test('plain HTTP is for origins of the policy', async () => {
    await assert.rejects(asked(['8.8.8.8'], [], 'http://models.test/'), refused);
    assert.deepEqual(await asked(['8.8.8.8'], ['http://models.test'], 'http://models.test/'), ['8.8.8.8']);
  });
  for (const url of ['file:///etc/passwd', 'ftp://models.test/', 'data:,x', 'https://user:secret@models.test/'])
    await t.test(`refuses ${url.slice(0, 12)}`, () =>
      assert.rejects(
        asked(['8.8.8.8'], ['https://models.test'], url),
        (error: Error & { code: string }) => error.code === refused.code && !error.message.includes('secret'),
      ),
    );
  await t.test('no address at all', () => assert.rejects(asked([]), { code: 'HG_UNAVAILABLE_SOURCE' }));
  await t.test('a name of a thousand addresses', () => assert.rejects(asked(Array(1000).fill('8.8.8.8')), { code: 'HG_UNAVAILABLE_SOURCE' }));
});
