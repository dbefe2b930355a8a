/**
 * What the fuzzer drives, a target a class, and the test that replays the corpus. A target is {@code fuzzerTestOneInput}
 * over any bytes: it throws when what must always hold does not. It knows no fuzzing library; {@code ops/fuzz/run} does.
 */
package io.tandem.fuzz;
