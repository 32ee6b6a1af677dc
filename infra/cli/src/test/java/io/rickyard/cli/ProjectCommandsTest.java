package io.rickyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.cli.stub.StubInstallation.Asked;
import io.rickyard.cli.stub.StubInstallation.Reply;
import org.junit.jupiter.api.Test;

/** Projects and what runs in them. */
class ProjectCommandsTest extends CommandsAtAnInstallation {

  @Test
  void createdProjectIsNamedWithItsTask() {
    // given
    installation.on("POST /v1/projects", Reply.json(201, PROJECT).with("Rickyard-Task", "t1"));

    // when
    var code = run("projects", "create", "shop", "--region", "hill");

    // then
    assertThat(code).isZero();
    assertThat(out()).isEqualTo("Creating shop (" + REF + ").\n");
    assertThat(err()).contains("rickyard tasks show t1 --watch");
    assertThat(installation.asked("POST /v1/projects").getFirst().body())
        .isEqualTo("{\"name\":\"shop\",\"organization_slug\":\"o1\",\"region\":\"hill\"}");
  }

  @Test
  void deletingWithoutTerminalNeedsAYes() {
    // given
    installation.on("GET /v1/projects/" + REF, Reply.json(200, PROJECT));

    // when
    var code = run("projects", "delete", REF);

    // then
    assertThat(code).isEqualTo(2);
    assertThat(err()).contains("--yes");
    assertThat(installation.asked())
        .extracting(Asked::line)
        .noneMatch(line -> line.startsWith("DELETE"));
  }

  @Test
  void whatServicesWriteIsPrintedAndDoesNotSteerTheTerminal() {
    // given
    installation.on(
        "GET /v1/projects/" + REF + "/logs?service=db%2Cmeta&since=PT10M&limit=200",
        Reply.json(
            200,
            "{\"data\":[{\"at\":\"2026-11-21T09:31:28.5478Z\",\"service\":\"db\",\"text\":\"a\\u001b[2Jb\\tc\"}],\"next\":\"n\"}"));

    // then
    assertThat(run("projects", "logs", "shop", "db", "meta", "--since=10m")).isZero();
    assertThat(out()).isEqualTo("2026-11-21T09:31:28.5478Z db        a\ufffd[2Jb c\n");
  }

  @Test
  void followedLogsOfAProjectEndWithIt() {
    // given
    installation.on(
        "GET /v1/projects/" + REF + "/logs/stream?limit=200",
        Reply.stream(
            "id: 1\nevent: line\ndata: {\"at\":\"2026-11-21T09:31:28Z\",\"service\":\"db\",\"text\":\"one\"}",
            "event: away\ndata: {\"message\":\"The engine is away\"}",
            "id: 2\nevent: alive\ndata: {}",
            "event: end\ndata: {}"));

    // then
    assertThat(run("projects", "logs", "-f", "shop")).isZero();
    assertThat(out()).isEqualTo("2026-11-21T09:31:28Z db        one\n");
    assertThat(err()).contains("The engine is away");
  }

  @Test
  void whatServicesUseIsATable() {
    // given
    installation.on(
        "GET /v1/projects/" + REF + "/usage",
        Reply.json(
            200,
            "{\"data\":[{\"service\":\"db\",\"cpus\":0.125,\"memory_bytes\":1048576,\"disk_bytes\":7340032}]}"));

    // then
    assertThat(run("projects", "top", "shop")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            SERVICE  CPU    MEMORY   LIMIT  RECEIVED  SENT  DISK
            db       12.5%  1.0 MiB  -      -         -     7.0 MiB
            """);
  }

  @Test
  void aResizeSaysAgainWhatStaysAsItIs() {
    // given
    installation.on(
        "GET /v1/projects/" + REF,
        Reply.json(
            200,
            "{\"ref\":\"%s\",\"limits\":{\"db\":{\"memory_mib\":512,\"cpus\":1},\"auth\":{\"cpus\":2}}}"
                .formatted(REF)));
    installation.on(
        "POST /v1/projects/" + REF + "/resize", Reply.json(200, "").with("Rickyard-Task", "t1"));

    // when
    var code =
        run("projects", "resize", "shop", "--profile=core", "--memory", "db=2048", "--usual=auth");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(installation.asked("POST /v1/projects/" + REF + "/resize").getFirst().body())
        .isEqualTo("{\"profile\":\"core\",\"limits\":{\"db\":{\"memory_mib\":2048,\"cpus\":1}}}");
    assertThat(run("projects", "resize", "shop")).isEqualTo(2);
  }

  @Test
  void oneServiceIsRestartedAndAPolicyIsChosen() {
    // given
    var project = "/v1/projects/" + REF;
    installation.on(
        "POST " + project + "/services/db/restart",
        Reply.json(200, "").with("Rickyard-Task", "t1"));
    installation.on("PUT " + project + "/drift-policy", Reply.json(200, "{\"policy\":null}"));

    // then
    assertThat(run("projects", "restart", "shop", "--service=db")).as(err()).isZero();
    assertThat(run("projects", "drift", "shop", "default")).isZero();
    assertThat(installation.asked("PUT " + project + "/drift-policy").getFirst().body())
        .isEqualTo("{\"policy\":null}");
  }

  @Test
  void eventsAreOneLineEachUntilTheStreamIsRefused() {
    // given
    installation.on(
        "GET /v1/events?project=" + REF,
        Reply.stream(
            "retry: 1",
            "id: e1-1\nevent: snapshot\ndata: {\"tasks\":[],\"stacks\":[]}",
            "id: e1-2\nevent: stack\ndata: {\"stack\":{\"project\":\"p\",\"status\":\"UNKNOWN\",\"reason\":\"silent\"}}",
            "id: e1-3"),
        Reply.problem(401, "invalid_token", "Signed out."));

    // then
    assertThat(run("events", "--project", "shop")).isEqualTo(3);
    assertThat(out()).matches("\\d\\d:\\d\\d:\\d\\d stack p UNKNOWN silent\n");
    assertThat(err()).contains("following; 0 stacks, 0 tasks so far", "Signed out.");
  }

  @Test
  void connectPrintsTheStringAndAnEnvironmentForShells() {
    // given
    installation.on(
        "GET /v1/projects/" + REF + "/connection?reveal=true",
        Reply.json(
            200,
            "{\"host\":\"127.0.0.1\",\"port\":21000,\"database\":\"postgres\",\"user\":\"postgres\",\"password\":\"it's\",\"connection_string\":\"postgresql://x\"}"));

    // then
    assertThat(run("projects", "connect", "shop")).isZero();
    assertThat(out())
        .startsWith("postgresql://x\n")
        .contains("export PGPORT='21000'\n", "export PGPASSWORD='it'\\''s'\n");
  }

  @Test
  void connectPrefersTheAddressForAllProjects() {
    // given
    installation.on(
        "GET /v1/projects/" + REF + "/connection?reveal=true",
        Reply.json(
            200,
            """
            {"host": "127.0.0.1", "port": 21000, "database": "postgres", "user": "postgres",
             "password": "secret", "connection_string": "postgresql://direct",
             "by_reference": {"host": "db.example.com", "port": 5432, "database": "postgres",
               "user": "postgres.%s", "connection_string": "postgresql://by-reference"}}
            """
                .formatted(REF)));

    // when
    assertThat(run("projects", "connect", "shop")).isZero();
    var preferred = out();
    assertThat(run("projects", "connect", "shop", "--direct")).isZero();

    // then
    assertThat(preferred)
        .startsWith("postgresql://by-reference\n")
        .contains("export PGHOST='db.example.com'\n", "export PGUSER='postgres." + REF + "'\n")
        .contains("export PGPASSWORD='secret'\n");
    assertThat(out().substring(preferred.length()))
        .startsWith("postgresql://direct\n")
        .contains("export PGPORT='21000'\n");
  }
}
