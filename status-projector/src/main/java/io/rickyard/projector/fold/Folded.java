package io.rickyard.projector.fold;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an entity when messages about it were folded, in the order of their versions:
 *
 * <ol>
 *   <li>what it has already is passed over;
 *   <li>what follows on is applied, also the tail of a message whose head it has;
 *   <li>at a gap, or at an event that does not fit, the entity is parked: that message and all
 *       after it are kept for later.
 * </ol>
 *
 * @param state the entity's state, null while nothing is known of it
 * @param version its version
 * @param applied the messages that are in the state now, also those that were before
 * @param parked the messages that have to wait, in order
 * @param reason why they wait
 */
public record Folded<S, E, M>(
    @Nullable S state,
    Version version,
    List<Happened<E, M>> applied,
    List<Happened<E, M>> parked,
    @Nullable String reason) {

  /** Checks that nothing is missing. */
  public Folded {
    requireNonNull(version, "version");
    applied = List.copyOf(applied);
    parked = List.copyOf(parked);
  }

  /** Applies one event. */
  @FunctionalInterface
  public interface Evolve<S, E, M> {
    /**
     * The state after the event.
     *
     * @throws Inapplicable when it does not fit the state
     */
    S evolve(@Nullable S state, E event, M message);
  }

  /** Folds messages, in whatever order they come, onto a state of a version. */
  public static <S, E, M> Folded<S, E, M> fold(
      @Nullable S state, Version version, List<Happened<E, M>> messages, Evolve<S, E, M> evolve) {
    List<Happened<E, M>> applied = new ArrayList<>();
    List<Happened<E, M>> waiting =
        new ArrayList<>(
            messages.stream()
                .sorted(Comparator.<Happened<E, M>, Version>comparing(Happened::last))
                .toList());
    S current = state;
    Version reached = version;
    while (!waiting.isEmpty()) {
      Happened<E, M> next = waiting.getFirst();
      if (next.before().compareTo(reached) > 0) {
        String reason = "Version " + reached.next() + " is missing";
        return new Folded<>(current, reached, applied, waiting, reason);
      }
      if (next.last().compareTo(reached) > 0) {
        try {
          current = apply(current, reached, next, evolve);
        } catch (Inapplicable e) {
          return new Folded<>(current, reached, applied, waiting, e.getMessage());
        }
        reached = next.last();
      }
      applied.add(waiting.removeFirst());
    }
    return new Folded<>(current, reached, applied, List.of(), null);
  }

  private static <S, E, M> @Nullable S apply(
      @Nullable S state, Version reached, Happened<E, M> message, Evolve<S, E, M> evolve) {
    int known = Math.toIntExact(reached.value() - message.before().value());
    S current = state;
    for (E event : message.events().subList(known, message.events().size())) {
      current = evolve.evolve(current, event, message.message());
    }
    return current;
  }
}
