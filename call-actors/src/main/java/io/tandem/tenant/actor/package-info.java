/**
 * Tenants, number blocks and the account index as sharded persistent actors, and this node's cache of the blocks.
 * <p>
 * Owns the protocol between the three and its delivery; the rules are in {@code tenant}. Must not know HTTP or the call.
 *
 * <h2>The protocol: wish first</h2>
 * Two entities cannot store in one step, so a tenant stores its <em>wish</em> ({@code number-wished},
 * {@code number-releasing}, {@code account-wished}, {@code account-closing}) before it tells a block or the index, and
 * stores what came of it ({@code …-settled}, {@code …-refused}, {@code …-released}, {@code …-deleted}) when they have
 * answered. The client is answered last.
 * <ul>
 * <li>A crash anywhere leaves a wish in the tenant's journal. Whoever next asks anything of that account wakes it; on
 * recovery it repeats every unanswered order, and requests about a subject with a change under way wait for its end. So
 * nothing that is observable is half done. While the tenant lives it repeats its orders every few seconds.
 * <li>Orders are harmless when repeated: a claim of what one holds and a release of what one does not hold are granted
 * without an event.
 * <li>Orders carry the tenant's revision. A block keeps the last one that it obeyed for each number, also after its
 * release, so an order that was overtaken on its way changes nothing. Answers carry it too, and an answer to another
 * wish is ignored.
 * <li>Two accounts that race for a number meet in its block, which takes one command at a time: one is told
 * {@code CLAIMED}, the other {@code HELD_ELSEWHERE} (409). The block then asks the holder whether it holds indeed: that
 * wakes a holder with an unfinished wish, and one that knows nothing of the number releases it.
 * <li>The index is told in the same way. Should it still name an account that is none, the first listing finds out: the
 * account itself has the name struck off.
 * </ul>
 *
 * <h2>Bounds</h2>
 * Mailboxes of persistent actors must not drop the journal's answers, so they are bounded at the source: {@code Tenants}
 * admits so many requests at a time and refuses more as busy, a tenant has so many changes under way, requests that wait
 * for a change are counted, and the directory loads so many blocks at a time.
 * <p>
 * One invariant: a number that a tenant shows as its own is held for it by its block.
 */
package io.tandem.tenant.actor;
