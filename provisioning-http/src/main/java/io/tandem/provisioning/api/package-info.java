/**
 * The provisioning API over HTTP: accounts and numbers as JSON (PRV §3, §4).
 * <p>
 * Owns paths, JSON shapes, status codes and limits of the wire. Must not know rules of accounts and numbers, nor who
 * keeps them: it asks {@code tenant.actor} and shows the answer. One invariant: every request gets exactly one response,
 * an error always being {@code {error:{code,message,target,details}}}; no full number is ever logged.
 */
package io.tandem.provisioning.api;
