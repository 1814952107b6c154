/** The platform's time. */
import { describe, expect, it } from 'vitest';
import { startClock } from '../../infra/local/clock.ts';

const at = (time: string) => new Date(`2026-10-15T${time}.000Z`);

describe('the clock', () => {
  it('starts where it is told to and runs on by itself', async () => {
    const clock = startClock(at('09:00:00'));
    await new Promise((later) => setTimeout(later, 20));
    const ranMs = clock.now().getTime() - at('09:00:00').getTime();
    expect(ranMs).toBeGreaterThanOrEqual(15);
    expect(ranMs).toBeLessThan(10_000);
  });

  it('moves forward once all who listen have answered', async () => {
    const clock = startClock(at('09:00:00'));
    const heard: string[] = [];
    clock.onMove(async (now) => {
      await new Promise((later) => setTimeout(later, 10));
      heard.push(now.toISOString());
    });
    await clock.moveTo(at('12:00:00'));
    expect(heard).toEqual(['2026-10-15T12:00:00.000Z']);
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(at('12:00:00').getTime());
  });

  it('makes one move after the other', async () => {
    const clock = startClock(at('09:00:00'));
    const steps: string[] = [];
    clock.onMove(async (now) => {
      steps.push(`begin ${now.getUTCHours()}`);
      await new Promise((later) => setTimeout(later, 10));
      steps.push(`end ${now.getUTCHours()}`);
    });
    await Promise.all([clock.moveTo(at('10:00:00')), clock.moveTo(at('11:00:00'))]);
    expect(steps).toEqual(['begin 10', 'end 10', 'begin 11', 'end 11']);
  });

  it('refuses to go back, or to where there is no time, and goes on', async () => {
    const clock = startClock(at('09:00:00'));
    await expect(clock.moveTo(at('08:59:59'))).rejects.toThrow('the clock only moves forward');
    await expect(clock.moveTo(new Date('yesterday'))).rejects.toThrow(RangeError);
    await clock.moveTo(at('10:00:00'));
    expect(clock.now().getUTCHours()).toBe(10);
  });
});
