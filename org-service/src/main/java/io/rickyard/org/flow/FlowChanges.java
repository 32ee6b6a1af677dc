package io.rickyard.org.flow;

import io.rickyard.contracts.flow.FlowLimit;
import io.rickyard.contracts.flow.FlowPause;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The changes that can be made to the rules; each scope stands in them once. */
public final class FlowChanges {

  /** More would make each claim slow, and the message that tells them large. */
  private static final int MOST = 2_000;

  private FlowChanges() {}

  /** Pauses a scope; one that is paused stays so as it was. */
  public static UnaryOperator<FlowRules> pause(FlowPause pause) {
    return rules ->
        rules.pauses().stream().anyMatch(other -> other.scope().equals(pause.scope()))
            ? rules
            : new FlowRules(with(rules.pauses(), FlowPause::scope, pause), rules.limits());
  }

  /** Lets a scope go on; one that is not paused stays so. */
  public static UnaryOperator<FlowRules> resume(FlowScope scope) {
    return rules -> new FlowRules(without(rules.pauses(), FlowPause::scope, scope), rules.limits());
  }

  /** Limits a scope, in the place of what limited it before. */
  public static UnaryOperator<FlowRules> limit(FlowLimit limit) {
    return rules -> new FlowRules(rules.pauses(), with(rules.limits(), FlowLimit::scope, limit));
  }

  /** Takes the limit of a scope away; one without stays so. */
  public static UnaryOperator<FlowRules> unlimited(FlowScope scope) {
    return rules -> new FlowRules(rules.pauses(), without(rules.limits(), FlowLimit::scope, scope));
  }

  private static <T> List<T> with(List<T> entries, Function<T, FlowScope> scope, T entry) {
    List<T> next = new ArrayList<>(without(entries, scope, scope.apply(entry)));
    next.add(entry);
    if (next.size() > MOST) {
      throw new Refused(Refusal.CONFLICT, "There are " + MOST + " such rules already");
    }
    return next;
  }

  private static <T> List<T> without(
      List<T> entries, Function<T, FlowScope> scope, FlowScope gone) {
    return entries.stream().filter(entry -> !scope.apply(entry).equals(gone)).toList();
  }
}
