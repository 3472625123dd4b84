// The times of one measurement, each kept, so that a percentile is exact.
export class Times {
  #milliseconds = [];
  #start = performance.now();

  add(since) {
    this.#milliseconds.push(performance.now() - since);
  }

  // How many a second since this object was made, and the times that a share of all stayed within. Says so when some
  // are missing: a rate over less than all the work would be wrong.
  summary(expected) {
    const seconds = (performance.now() - this.#start) / 1000;
    const sorted = Float64Array.from(this.#milliseconds).sort();
    if (sorted.length !== expected)
      throw new Error(`${sorted.length} of ${expected} were measured`);
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    return { perSecond: sorted.length / seconds, p50: at(0.5), p99: at(0.99) };
  }
}
