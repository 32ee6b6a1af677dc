package io.rickyard.systemtests.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Which faults come, in which order, and how many acknowledged tasks lie between them; all of it
 * follows from the seed. Every part is hit in each round.
 */
public final class FaultPlan {

  /** What is done to a part. */
  public enum Kind {
    /** Killed without warning; it is started again. */
    KILL,
    /** Stopped until others have taken over, then continued. */
    PAUSE,
    /** Its disk is filled until it is felt, then emptied again. */
    FULL_DISK
  }

  /**
   * One fault.
   *
   * @param kind what is done
   * @param part to whom
   * @param after how many tasks are acknowledged before, counted from the former fault
   * @param whole whether everything serves again before the counting starts, so that this fault
   *     hits alone
   */
  record Fault(Kind kind, String part, int after, boolean whole) {}

  private static final List<String> KILLED =
      List.of(
          "gateway",
          "worker-1",
          "worker-2",
          "projector-1",
          "projector-2",
          "bridge",
          "broker",
          "database",
          "auth",
          "org");

  private static final int MOST_BETWEEN = 120;

  /** One in so many faults comes while the former one's victim is still down. */
  private static final int OVERLAPPING = 4;

  private final Random random;

  FaultPlan(long seed) {
    this.random = new Random(seed);
  }

  /** The faults of one more round: every part that these kinds concern, in a new order. */
  List<Fault> round(Set<Kind> kinds) {
    List<Fault> round = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (kinds.contains(kind)) {
        concerned(kind).forEach(part -> round.add(fault(kind, part)));
      }
    }
    Collections.shuffle(round, random);
    return round;
  }

  private List<String> concerned(Kind kind) {
    String instance = "-" + (1 + random.nextInt(2));
    return switch (kind) {
      case KILL -> KILLED;
      case PAUSE -> List.of("worker" + instance, "projector" + instance);
      case FULL_DISK -> List.of("broker", "database");
    };
  }

  private Fault fault(Kind kind, String part) {
    boolean whole = kind != Kind.KILL || random.nextInt(OVERLAPPING) > 0;
    return new Fault(kind, part, 1 + random.nextInt(MOST_BETWEEN), whole);
  }
}
