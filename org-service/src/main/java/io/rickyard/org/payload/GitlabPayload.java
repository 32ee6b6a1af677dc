package io.rickyard.org.payload;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.org.hook.DeliveryFacts;
import org.jspecify.annotations.Nullable;

/** What GitLab says. A merge request's ref is the one that GitLab gives it, as with GitHub. */
final class GitlabPayload {

  private GitlabPayload() {}

  static DeliveryFacts facts(JsonNode payload, String event) {
    return new DeliveryFacts(
        Texts.first(Texts.at(payload, "/object_kind"), event.isEmpty() ? null : event),
        Texts.at(payload, "/project/path_with_namespace"),
        ref(payload),
        sha(payload));
  }

  private static @Nullable String ref(JsonNode payload) {
    boolean ofMergeRequest = "merge_request".equals(Texts.at(payload, "/object_kind"));
    var request = payload.at(ofMergeRequest ? "/object_attributes/iid" : "/merge_request/iid");
    if (request.isIntegralNumber()) {
      return "refs/merge-requests/" + request.asLong() + "/head";
    }
    var ref = Texts.first(Texts.at(payload, "/ref"), Texts.at(payload, "/object_attributes/ref"));
    if (ref == null || ref.startsWith("refs/")) {
      return ref;
    }
    boolean tag =
        payload.at("/tag").asBoolean() || payload.at("/object_attributes/tag").asBoolean();
    return tag ? Texts.tag(ref) : Texts.branch(ref);
  }

  private static @Nullable String sha(JsonNode payload) {
    return Texts.first(
        Texts.at(payload, "/checkout_sha"),
        Texts.first(
            Texts.at(payload, "/object_attributes/last_commit/id"),
            Texts.at(payload, "/object_attributes/sha")));
  }
}
