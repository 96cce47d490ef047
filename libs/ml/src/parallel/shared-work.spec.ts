import { describe, expect, it } from 'vitest';
import { controlWords, Follower, Leader } from './shared-work.js';

const controlOf = (parts: number) => new Int32Array(new SharedArrayBuffer(controlWords(parts) * 4));

describe('work in parts', () => {
  it('is done by the leader alone while nobody helps', () => {
    const leader = new Leader(controlOf(3), 3);
    const done: number[] = [];
    for (let piece = 0; piece < 4; piece++) leader.run((part) => done.push(part));
    expect(done).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
  });

  it('goes to a follower that comes late, from the piece on that it finds', () => {
    const control = controlOf(4);
    const leader = new Leader(control, 4);
    const follower = new Follower(control, 4, 2);
    const byLeader: number[] = [];
    const byFollower: number[] = [];
    leader.run((part) => byLeader.push(part));
    leader.run((part) => {
      byLeader.push(part);
      if (part !== 1) return;
      // As if the other thread came in between.
      follower.follow((taken) => {
        byFollower.push(taken);
        if (byFollower.length === 2) leader.stop();
      });
    });
    expect(byLeader).toEqual([0, 1, 2, 3, 0, 1]);
    expect(byFollower).toEqual([2, 3]);
  });

  it('is no matter of a follower once the leader has stopped', () => {
    const control = controlOf(2);
    const leader = new Leader(control, 2);
    const byFollower: number[] = [];
    leader.run(() => undefined);
    leader.stop();
    new Follower(control, 2, 1).follow((part) => byFollower.push(part));
    expect(byFollower).toEqual([]);
  });

  it('goes to a follower that begins with its own part', () => {
    const control = controlOf(4);
    const leader = new Leader(control, 4);
    const follower = new Follower(control, 4, 2);
    const byLeader: number[] = [];
    const byFollower: number[] = [];
    leader.run((part) => {
      byLeader.push(part);
      follower.follow((taken) => {
        byFollower.push(taken);
        leader.stop();
      });
    });
    expect(byLeader).toEqual([0]);
    expect(byFollower).toEqual([2, 3, 1]);
  });

  it('fails for the leader when a follower fails in the middle of a part', () => {
    const control = controlOf(2);
    const leader = new Leader(control, 2);
    const follower = new Follower(control, 2, 1);
    expect(() => {
      leader.run(() => {
        expect(() => {
          follower.follow(() => {
            throw new Error('Out of memory.');
          });
        }).toThrow('Out of memory.');
      });
    }).toThrow('Another thread has failed.');
  });
});
