package io.rickyard.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An installation that is ready, as its person should see it.
 *
 * @param url dashboard and API
 * @param signInLink opens the dashboard once, without a password
 * @param credentials what is kept in the credentials file
 * @param demo the project shown first, where there is one
 * @param projects all projects with their states
 * @param firstStart whether everything was just created
 */
record Installation(
    URI url,
    URI signInLink,
    Credentials credentials,
    @Nullable Project demo,
    List<JsonNode> projects,
    boolean firstStart) {

  Installation {
    projects = List.copyOf(projects);
  }

  /**
   * A project with what opens it.
   *
   * @param ref its reference
   * @param name its name
   * @param status its status name
   * @param connectionString opens its database as postgres
   * @param keys its API keys by name
   */
  record Project(
      String ref,
      String name,
      String status,
      @Nullable String connectionString,
      java.util.SequencedMap<String, String> keys) {}
}
