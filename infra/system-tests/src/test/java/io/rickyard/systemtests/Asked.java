package io.rickyard.systemtests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;

/** What a test asks of an installation through its API, before a person looks at it. */
record Asked(LocalInstallation installation) {

  /** The id of a schedule that probes every night. */
  String nightlySchedule() {
    var schedule = RickyardClient.object();
    schedule.put("name", "nightly probe").put("cron", "30 2 * * *").put("zone", "Europe/Berlin");
    schedule.set("task", probe());
    return created(Path.of("/v1/schedules"), schedule);
  }

  /** The id of a probe whose first attempt fails for good. */
  String failingProbe() {
    var probe = probe();
    probe.withObject("/input").put("fail_attempts", 1).put("fail_retryable", false);
    return created(Path.of("/v1/tasks"), probe);
  }

  /** Whether a task stands among the dead letters. */
  boolean isDead(String task) {
    var dead = installation.client().get(Path.of("/v1/dead-letters"));
    return dead.path("data").findValuesAsText("id").contains(task);
  }

  /** How many tasks repeat a task. */
  int repeatsOf(String task) {
    return installation
        .client()
        .get(Path.of("/v1/tasks").query("retry_of", task))
        .path("data")
        .size();
  }

  private ObjectNode probe() {
    var probe = RickyardClient.object();
    probe.put("type", "platform.probe").put("organization", installation.organization());
    probe.putObject("input").put("steps", 1);
    return probe;
  }

  private String created(Path path, ObjectNode what) {
    return installation.client().post(path, what).body().path("id").asText();
  }

  /** Lets the first administrator ask for a new password. */
  void lostPassword() {
    try (var client = installation.client()) {
      client.post(
          Path.of("/auth/v1/recover"),
          RickyardClient.object().put("email", "admin@rickyard.local"));
    }
  }
}
