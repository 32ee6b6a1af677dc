package io.rickyard.org.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.org.hook.DeliveryFacts;
import io.rickyard.org.hook.HookProvider;
import io.rickyard.org.hook.InboundRequest;
import io.rickyard.org.refusal.Refused;
import java.net.URLEncoder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPayloadsTest {

  private final JsonPayloads payloads = new JsonPayloads();

  @Test
  void githubPushSaysWhereAndWhat() {
    // when
    var facts =
        read(
            HookProvider.GITHUB,
            """
            {"ref":"refs/heads/main","after":"abc","repository":{"full_name":"acme/shop"}}
            """,
            "push");

    // then
    assertThat(facts).isEqualTo(new DeliveryFacts("push", "acme/shop", "refs/heads/main", "abc"));
  }

  @Test
  void pullRequestFromAForksMainIsNotOurMain() {
    // when
    var facts =
        read(
            HookProvider.GITHUB,
            """
            {"pull_request":{"number":7,"head":{"ref":"main","sha":"abc"}},
             "repository":{"full_name":"acme/shop"}}
            """,
            "pull_request");

    // then
    assertThat(facts.ref()).isEqualTo("refs/pull/7/head");
  }

  @Test
  void workflowRunOfAForkHasNoRefOfOurs() {
    // when
    var facts =
        read(
            HookProvider.GITHUB,
            """
            {"workflow_run":{"event":"push","head_branch":"main",
               "head_repository":{"full_name":"eve/shop"}},
             "repository":{"full_name":"acme/shop"}}
            """,
            "workflow_run");

    // then
    assertThat(facts.ref()).isNull();
  }

  @Test
  void githubsFormFieldIsRead() {
    // given
    String body = "payload=" + URLEncoder.encode("{\"ref\":\"refs/tags/v1\"}", UTF_8);
    var request =
        new InboundRequest(
            Map.of("content-type", "application/x-www-form-urlencoded"),
            body.getBytes(UTF_8),
            null);

    // when
    var facts = payloads.read(HookProvider.GITHUB, request, "push");

    // then
    assertThat(facts.ref()).isEqualTo("refs/tags/v1");
  }

  @Test
  void gitlabMergeRequestsRefIsGitlabsOwn() {
    // when
    var facts =
        read(
            HookProvider.GITLAB,
            """
            {"object_kind":"merge_request","project":{"path_with_namespace":"acme/shop"},
             "object_attributes":{"iid":3,"source_branch":"main","last_commit":{"id":"abc"}}}
            """,
            "Merge Request Hook");

    // then
    assertThat(facts)
        .isEqualTo(
            new DeliveryFacts("merge_request", "acme/shop", "refs/merge-requests/3/head", "abc"));
  }

  @Test
  void gitlabTagPipelineIsNoBranch() {
    // when
    var facts =
        read(
            HookProvider.GITLAB,
            """
            {"object_kind":"pipeline","object_attributes":{"ref":"main","tag":true,"sha":"abc"}}
            """,
            "Pipeline Hook");

    // then
    assertThat(facts.ref()).isEqualTo("refs/tags/main");
  }

  @Test
  void standardWebhookSaysItInData() {
    // when
    var facts =
        read(
            HookProvider.STANDARD,
            """
            {"type":"deploy.wanted","data":{"repository":"acme/shop","ref":"refs/heads/main"}}
            """,
            "");

    // then
    assertThat(facts)
        .isEqualTo(new DeliveryFacts("deploy.wanted", "acme/shop", "refs/heads/main", null));
  }

  @Test
  void valuesThatAreNoTextAreNotThere() {
    // when
    var facts = read(HookProvider.STANDARD, "{\"ref\":{\"$ne\":1},\"sha\":\"a\\u0000b\"}", "");

    // then
    assertThat(facts).isEqualTo(DeliveryFacts.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "\"text\"", "{", "payload=x"})
  void whatIsNoJsonObjectIsRefused(String body) {
    assertThatThrownBy(() -> read(HookProvider.GITHUB, body, "push")).isInstanceOf(Refused.class);
  }

  private DeliveryFacts read(HookProvider provider, String body, String event) {
    return payloads.read(provider, new InboundRequest(Map.of(), body.getBytes(UTF_8), null), event);
  }
}
