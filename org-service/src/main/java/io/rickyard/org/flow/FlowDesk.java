package io.rickyard.org.flow;

import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.org.organization.Deed;
import java.util.function.UnaryOperator;

/** Where the rules of the flow are kept and changed, one change after the other. */
public interface FlowDesk {

  /**
   * What is set.
   *
   * @param version goes up with every change
   * @param rules all of it
   */
  record Set(long version, FlowRules rules) {}

  /** What is set now. */
  Set current();

  /**
   * Changes the rules, tells the workers, and records who did it; nothing of that happens when the
   * change leaves everything as it is.
   *
   * @param action what was done, for the audit
   * @param target to what
   */
  Set change(Deed deed, String action, String target, UnaryOperator<FlowRules> change);
}
