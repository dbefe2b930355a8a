/**
 * What an operator's rules do to the headers and the session description of one message (F-22). Pure.
 * <p>
 * Owns conditions, actions and what no rule may touch; must not know trunks, calls, or who compiles a pattern. One
 * invariant: whatever the rules, the message is still one that the parser takes, in its own transaction and dialog.
 */
package io.tandem.interworking.rules;
