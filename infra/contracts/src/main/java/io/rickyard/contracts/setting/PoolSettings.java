package io.rickyard.contracts.setting;

import java.util.Map;
import java.util.Optional;

/** How many connections are held to a project's database, as the section {@code pooler} has it. */
public final class PoolSettings {

  /** The setting: how many connections to the database there may be. */
  public static final String SIZE = "default_pool_size";

  /** How many connections a user's pool has in a stack's pooler unless the project says so. */
  public static final int USUAL_SIZE = 20;

  /** How many clients a stack's pooler takes. */
  public static final int MOST_CLIENTS = 100;

  private PoolSettings() {}

  /** What a project chose. */
  public static Optional<Integer> size(Map<String, String> chosen) {
    return Optional.ofNullable(chosen.get(SIZE)).map(Integer::valueOf);
  }
}
