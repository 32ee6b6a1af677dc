package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static io.rickyard.worker.stack.TestStacks.build;
import static io.rickyard.worker.stack.TestStacks.newest;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.testing.Eventually;
import io.rickyard.worker.stack.MemoryStackVault;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine's engine, reached through a real sshd. */
class EngineOverSshIT {

  private static final Duration ANSWER = Duration.ofSeconds(20);

  @TempDir private static Path directory;

  private static @Nullable EngineHost host;
  private static @Nullable SshServer server;

  @BeforeAll
  static void start() throws Exception {
    var _ = RequiredTool.program("ssh");
    RequiredTool.root();
    host = EngineHost.open();
    Assumptions.assumeTrue(
        "unix".equals(EngineHost.ADDRESS.getScheme()), "the engine has no socket here");
    server = new SshServer(directory);
    server.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
    if (host != null) {
      host.close();
    }
  }

  private static SshServer server() {
    return requireNonNull(server);
  }

  private static EngineSettings settings(URI engine, SshAccess access) {
    return new EngineSettings(
        engine, null, access, ANSWER, Duration.ofMinutes(1), 16, 3, Duration.ofMillis(300));
  }

  private static EngineSettings ours() {
    return settings(
        server().engine(EngineHost.ADDRESS.getPath()), server().access("client", "known_hosts"));
  }

  private static String id(Engine engine) throws InterruptedException {
    return engine.ask("ask", client -> String.valueOf(client.infoCmd().exec().getId()));
  }

  private static void assertRefused(EngineSettings settings, String words) {
    try (var engine = new Engine(settings, Clock.systemUTC())) {
      assertThatThrownBy(() -> id(engine))
          .isInstanceOf(EngineUnavailable.class)
          .hasStackTraceContaining(words);
    }
  }

  @Test
  void aStackIsBuiltThroughTheTunnel() throws Exception {
    // given
    var vault = new MemoryStackVault();
    var project = TestStacks.project();
    var stack =
        new StackSpec(
            project,
            TestStacks.ORGANIZATION,
            Generation.FIRST,
            10,
            StackProfile.DATABASE,
            vault.openOrCreate(project, TestStacks.ORGANIZATION, Optional.empty()));
    var runtime = requireNonNull(host).runtime(EngineHost.freePorts(), ours(), EngineHost::plan);

    // when
    build(runtime, stack);

    // then
    assertThat(runtime.observe(stack).database()).isNotNull();
    runtime.remove(newest(stack), SILENT);
    runtime.collectTrash();
  }

  @Test
  void aTunnelThatEndedIsMadeAgain() throws Exception {
    try (var engine = new Engine(ours(), Clock.systemUTC())) {
      // given
      var before = id(engine);

      // when
      server().stop();
      assertThatThrownBy(() -> id(engine)).isInstanceOf(EngineUnavailable.class);
      server().start();

      // then
      Eventually.until(() -> engine.obstacle().isEmpty());
      assertThat(id(engine)).isEqualTo(before);
    }
  }

  @Test
  void aHostWhoseKeyIsAnotherIsNotTrusted() {
    assertRefused(
        settings(
            server().engine(EngineHost.ADDRESS.getPath()),
            server().access("client", "other_hosts")),
        "Host key verification failed");
  }

  @Test
  void aHostWhoseKeyIsNotKnownIsNotTrusted() {
    assertRefused(
        settings(
            server().engine(EngineHost.ADDRESS.getPath()), server().access("client", "no_hosts")),
        "Host key verification failed");
  }

  @Test
  void aKeyThatIsNotAllowedIsRefused() {
    assertRefused(
        settings(
            server().engine(EngineHost.ADDRESS.getPath()),
            server().access("stranger", "known_hosts")),
        "Permission denied");
  }

  @Test
  void aSocketThatIsNotThereIsNoEngine() {
    assertRefused(
        settings(
            server().engine("/run/no-such-engine.sock"), server().access("client", "known_hosts")),
        "has not answered");
  }
}
