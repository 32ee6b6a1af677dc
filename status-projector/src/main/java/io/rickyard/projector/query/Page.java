package io.rickyard.projector.query;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param data JSON documents, as they are stored
 * @param next where the next part begins, null on the last one; letters, digits and dashes
 */
public record Page(List<String> data, @Nullable String next) {

  /** Checks that nothing required is missing. */
  public Page {
    data = List.copyOf(data);
  }

  /** One document with the place it has in its list. */
  public record Item(String place, String json) {
    /** Checks that nothing is missing. */
    public Item {
      requireNonNull(place, "place");
      requireNonNull(json, "json");
    }
  }

  /** Of one item more than was asked for: if it is there, there is a next part. */
  public static Page of(List<Item> items, int limit) {
    List<Item> shown = items.subList(0, Math.min(limit, items.size()));
    return new Page(
        shown.stream().map(Item::json).toList(),
        items.size() > limit ? shown.getLast().place() : null);
  }

  /** The list's form on the wire. */
  public String json() {
    String all = "{\"data\":[" + String.join(",", data) + "]";
    return next == null ? all + "}" : all + ",\"next\":\"" + next + "\"}";
  }
}
