package io.rickyard.org.payload;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.org.hook.DeliveryFacts;
import org.jspecify.annotations.Nullable;

/**
 * What GitHub says. A pull request's ref is the one that GitHub gives it, never the branch's name,
 * which its author may choose as {@code main} in a fork.
 */
final class GithubPayload {

  private GithubPayload() {}

  static DeliveryFacts facts(JsonNode payload, String event) {
    return new DeliveryFacts(
        event.isEmpty() ? null : event,
        Texts.at(payload, "/repository/full_name"),
        ref(payload),
        sha(payload));
  }

  private static @Nullable String ref(JsonNode payload) {
    if (payload.at("/pull_request/number").isIntegralNumber()) {
      return "refs/pull/" + payload.at("/pull_request/number").asLong() + "/head";
    }
    if (payload.has("workflow_run")) {
      return workflowRef(payload);
    }
    if (payload.has("release")) {
      return Texts.tag(Texts.at(payload, "/release/tag_name"));
    }
    return plainRef(payload);
  }

  /** A run for a fork's branch tells nothing about ours of the same name. */
  private static @Nullable String workflowRef(JsonNode payload) {
    var own = Texts.at(payload, "/repository/full_name");
    var head = Texts.at(payload, "/workflow_run/head_repository/full_name");
    boolean proposal = "pull_request".equals(Texts.at(payload, "/workflow_run/event"));
    return own == null || !own.equals(head) || proposal
        ? null
        : Texts.branch(Texts.at(payload, "/workflow_run/head_branch"));
  }

  private static @Nullable String plainRef(JsonNode payload) {
    var ref = Texts.at(payload, "/ref");
    if (ref == null || ref.startsWith("refs/")) {
      return ref;
    }
    return "tag".equals(Texts.at(payload, "/ref_type")) ? Texts.tag(ref) : Texts.branch(ref);
  }

  private static @Nullable String sha(JsonNode payload) {
    return Texts.first(
        Texts.at(payload, "/after"),
        Texts.first(
            Texts.at(payload, "/pull_request/head/sha"),
            Texts.at(payload, "/workflow_run/head_sha")));
  }
}
