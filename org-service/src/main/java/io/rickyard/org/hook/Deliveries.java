package io.rickyard.org.hook;

import io.rickyard.org.acceptance.WorkOrder;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refused;
import java.util.List;

/**
 * The genuine deliveries of each hook. One that was accepted or ignored before is answered as it
 * was then and starts nothing; two that arrive at the same time are decided one after the other.
 */
public interface Deliveries {

  /**
   * Accepts the work that a delivery asks for, in one transaction with the delivery's row.
   *
   * @throws Refused when the work is not accepted, or the delivery's id came with another body
   *     before
   */
  Reception accept(Delivery delivery, WorkOrder order);

  /** Keeps a delivery that the rule passes over. */
  Reception ignore(Delivery delivery, String reason);

  /**
   * Keeps a delivery whose work was refused; what is known of it already stays. A lost right stands
   * in the audit, too, once for each delivery and reason.
   */
  void refused(Delivery delivery, Deed deed, Refused refused);

  /** A hook's deliveries, the newest first, of those before a number. */
  List<DeliveryEntry> list(UserId user, HookId hook, long before, int limit);
}
