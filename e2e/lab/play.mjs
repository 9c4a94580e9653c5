/** Requests that a recording may miss because its machine had no time for it; with more it would show the machine, not the fault. */
const MAX_MISSED_SHARE = 0.1;

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Traffic for a minute; the fault put in for its middle third, and two stray failures outside of it.
 * @param {object} fault
 * @param {{ traffic: import("./traffic.mjs").Traffic, random: () => number }} context as the fault gets it
 * @param {number} seconds of the whole
 * @returns {Promise<{ startMs: number, injectMs: number, removeMs: number, stopMs: number }>} when what happened
 */
export async function play(fault, context, seconds) {
  const { traffic, random } = context;
  const times = {};
  traffic.start();
  times.startMs = Date.now();
  await sleep(seconds * 120);
  traffic.sendStray();
  await sleep(seconds * 230 + random() * 1500);
  times.injectMs = Date.now();
  await fault.inject(context);
  await sleep(seconds * 340);
  times.removeMs = Date.now();
  await fault.remove(context);
  await sleep(seconds * 190);
  traffic.sendStray();
  await sleep(seconds * 110);
  times.stopMs = Date.now();
  if (traffic.missed > MAX_MISSED_SHARE * (traffic.sent + traffic.missed))
    throw new Error(
      `This machine was too busy to record "${fault.id}": ${Math.round(traffic.missed)} requests were due and not sent. Record it again.`,
    );
  return times;
}
