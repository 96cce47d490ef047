import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('./', import.meta.url);
const files = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.tf') && !name.includes('.terraform/'));
// Comments may name what the code must not.
const all = files
  .map((name) => readFileSync(new URL(name, folder), 'utf8').replaceAll(/^\s*#.*$/gm, ''))
  .join('\n');
const block = (start: string) => {
  const text = all.split(`${start} {\n`)[1]?.split('\n}')[0];
  if (text === undefined) throw new Error(`there is no ${start}`);
  return text;
};
/** The statements of all policies: their effect, actions and resources as written. */
const statements = [...all.matchAll(/\n {2}statement \{\n([\s\S]*?)\n {2}\}/g)].map(
  ([, text = '']) => ({
    text,
    denies: /effect\s*=\s*"Deny"/.test(text),
    actions: [...(/actions\s*=\s*\[([\s\S]*?)\]/.exec(text)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(
      ([, action = '']) => action,
    ),
    anyResource: /resources\s*=\s*\["\*"\]/.test(text),
  }),
);

describe('what Terraform allows', () => {
  it('names every action', () => {
    const allowed = statements.filter(({ denies }) => !denies);
    expect(allowed.length).toBeGreaterThan(8);
    for (const { actions } of allowed) {
      expect(actions.length).toBeGreaterThan(0);
      for (const action of actions) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
    }
  });

  it('is on any resource only where AWS knows no narrower one', () => {
    const wide = statements.filter(({ anyResource }) => anyResource).flatMap((one) => one.actions);
    const narrowable = wide.filter(
      (action) =>
        !/^(ec2messages|ssmmessages):/.test(action) &&
        ![
          'ecr:GetAuthorizationToken',
          'ssm:UpdateInstanceInformation',
          'ssm:ListCommands',
          'ssm:ListCommandInvocations',
        ].includes(action),
    );
    expect(wide).toContain('ecr:GetAuthorizationToken');
    expect(narrowable).toEqual([]);
  });

  it('takes no policy of AWS, which would let a host read the parameters of the others', () => {
    expect(all).not.toContain('arn:aws:iam::aws:policy');
  });

  it('is for the workflows of one environment of one repository', () => {
    const trust = block('data "aws_iam_policy_document" "from_workflows"');
    expect(trust).toContain('"repo:${var.repository}:environment:${var.environment}"');
    expect(trust).toContain('"sts.amazonaws.com"');
    expect(trust.match(/test\s*=\s*"(\w+)"/g)).toHaveLength(2);
    expect(trust).not.toMatch(/StringLike|\*/);
  });

  it('lets workflows send one document, whose words all have a pattern', () => {
    const sends = statements.filter(({ actions }) => actions.includes('ssm:SendCommand'));
    expect(sends).toHaveLength(2);
    for (const { text } of sends) {
      expect(text).toMatch(/aws_ssm_document\.deploy\.arn|ssm:resourceTag\/millrace:environment/);
    }
    const parameters = /parameters = \{([\s\S]*?)\n {4}\}/.exec(all)?.[1] ?? '';
    const lines = parameters.split('\n').filter((line) => line.includes('type'));
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toMatch(/allowedValues|allowedPattern/);
  });

  it('makes no key and keeps no secret', () => {
    expect(all).not.toMatch(/aws_iam_access_key|SecureString|password|AKIA/);
  });
});

describe('the hosts', () => {
  const host = block('resource "aws_instance" "host"');

  it('take no SSH, and answer for metadata to themselves alone', () => {
    expect(all).not.toMatch(/_port\s*=\s*22\b|key_name/);
    expect(host).toMatch(/http_tokens\s*=\s*"required"/);
    expect(host).toMatch(/http_put_response_hop_limit\s*=\s*1\b/);
  });

  it('have encrypted disks', () => {
    expect(host).toMatch(/encrypted\s*=\s*true/);
  });

  it('are given only variables that a process reads', () => {
    const known = readFileSync(new URL('../../libs/runtime/src/process-config.ts', folder), 'utf8');
    const given = [
      ...readFileSync(new URL('settings.tf', folder), 'utf8').matchAll(/"(MILLRACE_[A-Z0-9_]+)"/g),
    ].map(([, name]) => name);
    expect(new Set(given).size).toBe(7);
    for (const name of given) expect(known).toContain(`  ${name}:`);
  });
});

describe('the bucket', () => {
  it('is closed to the public and to plain HTTP, encrypted, and keeps what is overwritten', () => {
    const closed = block('resource "aws_s3_bucket_public_access_block" "data"');
    expect(closed.match(/= true/g)).toHaveLength(4);
    expect(block('data "aws_iam_policy_document" "bucket"')).toContain('aws:SecureTransport');
    expect(all).toContain('sse_algorithm = "aws:kms"');
    expect(block('resource "aws_s3_bucket_versioning" "data"')).toContain('"Enabled"');
  });
});
