package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.TaskId;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BranchDeletionTest {

  private static final List<String> BRANCHES = List.of("b".repeat(20), "c".repeat(20));

  private Installation installation;

  @BeforeEach
  void start() {
    installation =
        new Installation(
            Map.of("test.kafka", "recording", "rickyard.kafka.bootstrap-servers", "127.0.0.1:1"));
    installation
        .org
        .service()
        .on(
            "GET /projects/" + OrgDouble.SHOP + "/branches",
            _ -> Reply.json(200, BRANCHES.stream().map(BranchDeletionTest::branch).toList()))
        .on(
            "POST /acceptances",
            _ ->
                Reply.json(
                    202,
                    Map.of(
                        "task_id",
                        TaskId.next().toString(),
                        "organization",
                        OrgDouble.ACME,
                        "replayed",
                        false)));
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  private static Map<String, Object> branch(String ref) {
    return Map.of(
        "id",
        UUID.randomUUID().toString(),
        "project",
        ref,
        "parent",
        OrgDouble.SHOP,
        "organization",
        OrgDouble.ACME,
        "name",
        ref,
        "persistent",
        false,
        "task",
        TaskId.next().toString(),
        "created_at",
        "2026-11-01T00:00:00Z",
        "updated_at",
        "2026-11-01T00:00:00Z");
  }

  private List<String> scopes() {
    return installation.org.service().asked("POST /acceptances").stream()
        .map(asked -> asked.json().path("idempotency").path("scope").asText())
        .toList();
  }

  @Test
  void eachBranchIsDeletedOnceUnderOneKey() {
    // given
    var path = "/v1/projects/" + OrgDouble.SHOP + "/branches";
    var ada = Caller.with(installation.url(), AuthDouble.ADA).header("Idempotency-Key", "all");

    // when
    var answer = ada.send("DELETE", path, null);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var first = scopes();
    assertThat(first).hasSize(2).doesNotHaveDuplicates();
    assertThat(first).allMatch(scope -> scope.startsWith("DELETE " + path));
    ada.send("DELETE", path, null);
    assertThat(scopes().subList(2, 4)).isEqualTo(first);
  }
}
