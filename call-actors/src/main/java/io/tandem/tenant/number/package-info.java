/**
 * Telephone numbers as values, and how one is read from a Request-URI (rules NUM-2, NUM-10, NUM-11, NUM-34).
 * <p>
 * Owns the canonical form and nothing else: knows no tenant, no rule list, no trunk; JDK and {@code sip.message} only.
 * One invariant: a {@link io.tandem.tenant.number.PhoneNumber} is canonical, always. Reading is total and runs for each
 * call: no regular expression, no exception.
 */
package io.tandem.tenant.number;
