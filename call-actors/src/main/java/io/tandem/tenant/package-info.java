/**
 * Tenants (<em>accounts</em> in the API) and the numbers that they hold, as values and rules (PRV §3, design §5).
 * <p>
 * Owns the shapes, the validation and three state machines: {@link io.tandem.tenant.Tenant} (one account),
 * {@link io.tandem.tenant.NumberBlock} (a thousand consecutive numbers) and {@link io.tandem.tenant.AccountIndex} (the
 * list of all accounts). Each is {@code decide(state, input) → events + effects} and {@code apply(state, event)}. Must
 * not know actors, HTTP, JSON or time.
 * <p>
 * One invariant: whatever is lost or repeated between the machines, a number is held by at most one account, and every
 * wish that was stored is brought to its end (the protocol is told in {@code tenant.actor}).
 */
package io.tandem.tenant;
