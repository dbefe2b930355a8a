/**
 * What Microsoft Phone System wants of the gateway, as checks on what the gateway sends; each named by its number in
 * {@code ops/rules/teams-sip-profile.md}.
 * <p>
 * Owns the checks. Must not know the gateway, or what an agent does. One invariant: a check judges one rule, and says
 * what was found and what would be right, without a subscriber's number.
 */
package io.tandem.ops.lab.profile;
