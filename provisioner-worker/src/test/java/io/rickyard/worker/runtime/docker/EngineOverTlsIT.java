package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static io.rickyard.worker.stack.TestStacks.build;
import static io.rickyard.worker.stack.TestStacks.newest;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.stack.MemoryStackVault;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real engine that asks for client certificates. */
class EngineOverTlsIT {

  private static final Duration ANSWER = Duration.ofSeconds(10);

  @TempDir private static Path directory;

  private static @Nullable EngineHost host;
  private static @Nullable SecondEngine engine;
  private static @Nullable TestCertificates certificates;

  @BeforeAll
  static void start() throws Exception {
    RequiredTool.root();
    host = EngineHost.open();
    certificates = new TestCertificates();
    engine = SecondEngine.start(directory, certificates.engine(directory.resolve("engine")));
  }

  @AfterAll
  static void stop() throws Exception {
    if (engine != null) {
      engine.close();
    }
    if (host != null) {
      host.close();
    }
  }

  private static EngineSettings settings(@Nullable Path client) {
    return new EngineSettings(
        requireNonNull(engine).address(),
        client,
        ANSWER,
        Duration.ofMinutes(1),
        16,
        3,
        Duration.ofMillis(300));
  }

  private static Engine open(@Nullable Path client) {
    return new Engine(settings(client), Clock.systemUTC());
  }

  private static Path ours() throws Exception {
    return requireNonNull(certificates).client(directory.resolve("client"));
  }

  @Test
  void aStackIsBuiltOverTls() throws Exception {
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
    for (var service : EngineHost.plan(stack).services()) {
      bring(service.image());
    }
    var runtime =
        requireNonNull(host).runtime(EngineHost.freePorts(), settings(ours()), EngineHost::plan);

    // when
    build(runtime, stack);

    // then
    var port = requireNonNull(runtime.observe(stack).database()).port();
    try (var connection = StackLogins.user(stack.secrets()).connect(port, ANSWER);
        var statement = connection.createStatement();
        var row = statement.executeQuery("select 42")) {
      assertThat(row.next()).isTrue();
    }
    runtime.remove(newest(stack), SILENT);
    runtime.collectTrash();
  }

  /** From the machine's engine into the one of the test: nothing is pulled. */
  private static void bring(String image) throws Exception {
    try (var second = open(ours());
        var saved = requireNonNull(host).client().saveImageCmd(image).exec()) {
      second.act("load an image", Duration.ofMinutes(2), client -> load(client, saved));
    }
  }

  private static boolean load(DockerClient client, InputStream saved) {
    client.loadImageCmd(saved).exec();
    return true;
  }

  @Test
  void whoShowsNoCertificateIsRefused() {
    try (var engine = open(null)) {
      assertThat(engine.obstacle()).isPresent();
    }
  }

  @Test
  void whoShowsAnothersCertificateIsRefused() throws Exception {
    try (var engine = open(new TestCertificates().client(directory.resolve("stranger")))) {
      assertThatThrownBy(() -> engine.ask("ask", client -> client.versionCmd().exec()))
          .isInstanceOf(EngineUnavailable.class)
          .hasMessageContaining("has not answered");
    }
  }
}
