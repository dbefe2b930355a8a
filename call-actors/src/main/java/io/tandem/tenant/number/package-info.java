/**
 * Telephone numbers as values, and how one is read from a Request-URI (rules NUM-2, NUM-10, NUM-11, NUM-34).
 * <p>
 * Owns the canonical form, rule lists and the forms of writing; knows no tenant and no trunk, and not how a pattern is
 * matched; JDK and {@code sip.message} only.
 * One invariant: a {@link io.tandem.tenant.number.PhoneNumber} is canonical, always. Reading is total and runs for each
 * call: no exception, and of regular expressions only the rules' own, in linear time.
 */
package io.tandem.tenant.number;
