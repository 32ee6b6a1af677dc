package io.rickyard.contracts.flow;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a rule is about, written {@code queue:batch}, {@code type:platform.probe}, {@code
 * organization:<id>} or {@code worker:<id>}. The name {@code *} stands for each one that has no
 * rule of its own.
 *
 * @param kind what sort of thing
 * @param name which one
 */
public record FlowScope(Kind kind, String name) {

  /** The name that stands for each. */
  public static final String EACH = "*";

  /** What a rule can be about. */
  public enum Kind {
    /** A queue. */
    QUEUE,
    /** A type of task. */
    TYPE,
    /** An organization. */
    ORGANIZATION,
    /** A worker. */
    WORKER;

    /** The name on the wire. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks that there is or may be such a thing. */
  public FlowScope {
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
    if (!name.equals(EACH)) {
      check(kind, name);
    }
  }

  private static void check(Kind kind, String name) {
    Object _ =
        switch (kind) {
          case QUEUE -> TaskQueue.named(name);
          case TYPE -> TaskType.named(name);
          case ORGANIZATION -> new OrganizationId(name);
          case WORKER -> new WorkerId(name);
        };
  }

  /** Reads the written form; throws {@link IllegalArgumentException} saying what is wrong. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static FlowScope parse(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    return Arrays.stream(Kind.values())
        .filter(value -> colon >= 0 && value.wireName().equals(kind))
        .findFirst()
        .map(value -> new FlowScope(value, text.substring(colon + 1)))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + text
                    + "' is not a scope: write one of "
                    + Arrays.stream(Kind.values())
                        .map(value -> value.wireName() + ":<name>")
                        .collect(Collectors.joining(", "))));
  }

  /** A queue. */
  public static FlowScope of(TaskQueue queue) {
    return new FlowScope(Kind.QUEUE, queue.wireName());
  }

  /** A type of task. */
  public static FlowScope of(TaskType type) {
    return new FlowScope(Kind.TYPE, type.wireName());
  }

  /** An organization. */
  public static FlowScope of(OrganizationId organization) {
    return new FlowScope(Kind.ORGANIZATION, organization.value());
  }

  /** A worker. */
  public static FlowScope of(WorkerId worker) {
    return new FlowScope(Kind.WORKER, worker.value());
  }

  /** The scope that stands for each of this kind. */
  public FlowScope each() {
    return new FlowScope(kind, EACH);
  }

  /** The written form. */
  @Override
  @JsonValue
  public String toString() {
    return kind.wireName() + ":" + name;
  }
}
