package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static io.rickyard.worker.stack.TestStacks.build;
import static io.rickyard.worker.stack.TestStacks.newest;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.stack.blueprint.Blueprints;
import io.rickyard.stack.blueprint.ImageName;
import io.rickyard.stack.blueprint.ImageSource;
import io.rickyard.stack.blueprint.Release;
import io.rickyard.stack.digest.ReleaseDigests;
import io.rickyard.testing.TestRegistry;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images from a registry of one's own, with TLS and a password. */
class RegistryIT {

  private static final ImageName DATABASE =
      requireNonNull(Blueprints.shipped().newest().images().get("db"));
  private static final String UNKNOWN = "sha256:" + "0".repeat(64);

  private static @Nullable EngineHost host;
  private static @Nullable TestRegistry registry;
  private static @Nullable ImageSource mirror;
  private static @Nullable String digest;

  private final StackSpec stack = TestStacks.spec(TestStacks.project(), 10);
  private final List<String> told = new ArrayList<>();

  @BeforeAll
  static void pushTheDatabasesImage(@TempDir Path directory) throws Exception {
    host = EngineHost.open();
    TestRegistry.obstacle().ifPresent(why -> EngineHost.missing(why, null));
    registry = TestRegistry.start(directory);
    mirror = new ImageSource(registry.address() + "/mirror");
    var client = host().client();
    tag(DATABASE.tag());
    var repository = mirror().reference(DATABASE);
    registry.trust();
    client
        .pushImageCmd(repository)
        .withAuthConfig(
            new AuthConfig()
                .withRegistryAddress(registry.address())
                .withUsername(TestRegistry.USERNAME)
                .withPassword(TestRegistry.PASSWORD))
        .start()
        .awaitCompletion();
    digest =
        requireNonNull(client.inspectImageCmd(repository).exec().getRepoDigests()).stream()
            .filter(known -> known.startsWith(requireNonNull(registry).address()))
            .map(known -> known.substring(known.indexOf('@') + 1))
            .findFirst()
            .orElseThrow();
  }

  @AfterAll
  static void close() throws Exception {
    if (host != null) {
      host.runtime(EngineHost.freePorts()).collectTrash();
      host.close();
    }
    if (registry != null) {
      registry.close();
    }
  }

  private static EngineHost host() {
    return requireNonNull(host);
  }

  private static ImageSource mirror() {
    return requireNonNull(mirror);
  }

  private static void tag(String tag) {
    host()
        .client()
        .tagImageCmd(
            EngineHost.BUILT.reference(DATABASE),
            mirror().prefix() + "/" + DATABASE.repository(),
            tag)
        .exec();
  }

  @BeforeEach
  void forgetTheImage() {
    for (var name : List.of(DATABASE, withDigest(digest), withDigest(UNKNOWN))) {
      try {
        host().client().removeImageCmd(mirror().reference(name)).withForce(true).exec();
      } catch (NotFoundException _) {
        // it is not there
      }
    }
  }

  @AfterEach
  void leaveNothing() throws Exception {
    host().runtime(EngineHost.freePorts()).remove(newest(stack), SILENT);
    forgetTheImage();
  }

  private static ImageName withDigest(@Nullable String digest) {
    return new ImageName(DATABASE.repository(), DATABASE.tag(), digest);
  }

  private static Release with(ImageName image) {
    return Blueprints.shipped().newest().withImages(Map.of("db", image));
  }

  private static DockerStackRuntime runtime(Optional<RegistryLogin> login, Release release) {
    return host()
        .runtime(
            EngineHost.freePorts(),
            login,
            new ReleasePlans(release, mirror(), URI.create("http://localhost:8000")));
  }

  private static Optional<RegistryLogin> login(String password) {
    return Optional.of(
        new RegistryLogin(requireNonNull(registry).address(), TestRegistry.USERNAME, password));
  }

  private void prepare(DockerStackRuntime runtime) throws Exception {
    runtime.prepare(stack, (LogLevel _, String line) -> told.add(line));
  }

  private StackFailure failure(Optional<RegistryLogin> login, Release release) {
    return requireNonNull(
        catchThrowableOfType(StackFailure.class, () -> prepare(runtime(login, release))));
  }

  @Test
  void aStackIsMadeOfWhatTheRegistryHas() throws Exception {
    var runtime = runtime(login(TestRegistry.PASSWORD), with(DATABASE));

    build(runtime, stack);

    assertThat(runtime.observe(stack).healthy()).isTrue();
    assertThat(host().container(stack.project(), "db").getImage())
        .isEqualTo(mirror().reference(DATABASE));
  }

  @Test
  void aWrongPasswordIsAFailureThatTryingAgainDoesNotMend() {
    var failure = failure(login("wrong"), with(DATABASE));

    assertThat(failure.code()).isEqualTo("image_not_available");
    assertThat(failure.retryable()).isFalse();
    assertThat(failure).hasMessageContaining(mirror().reference(DATABASE));
    assertThat(failure.getMessage()).contains("unauthorized").doesNotContain("wrong");
  }

  @Test
  void withoutAPasswordItIsTheSame() {
    var failure = failure(Optional.empty(), with(DATABASE));

    assertThat(failure.code()).isEqualTo("image_not_available");
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void aCertificateTheEngineDoesNotTrustIsOneToo(@TempDir Path directory) throws Exception {
    try (var stranger = TestRegistry.start(directory)) {
      var plans =
          new ReleasePlans(
              Blueprints.shipped().newest(),
              new ImageSource(stranger.address()),
              URI.create("http://localhost:8000"));
      var strangers = host().runtime(EngineHost.freePorts(), Optional.empty(), plans);

      var failure =
          requireNonNull(catchThrowableOfType(StackFailure.class, () -> prepare(strangers)));

      assertThat(failure.retryable()).isFalse();
      assertThat(failure).hasMessageContaining("x509");
    }
  }

  @Test
  void whatTheRegistryDoesNotHaveIsNotThereTheNextTimeEither() {
    var nothing = new ImageName(DATABASE.repository(), "0.0.0", null);

    var failure = failure(login(TestRegistry.PASSWORD), with(nothing));

    assertThat(failure.code()).isEqualTo("image_not_available");
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void anImageOnTheHostIsUsedWithoutPulling() throws Exception {
    // given
    tag(DATABASE.tag());

    // when
    prepare(runtime(login("wrong"), with(DATABASE)));

    // then
    assertThat(told).noneMatch(line -> line.startsWith("pulling"));
  }

  @Test
  void aDigestIsWhatIsPulledAndStarted() throws Exception {
    // given
    var named = withDigest(digest);
    var runtime = runtime(login(TestRegistry.PASSWORD), with(named));

    // when
    build(runtime, stack);

    // then
    assertThat(runtime.observe(stack).healthy()).isTrue();
    assertThat(host().client().inspectImageCmd(mirror().reference(named)).exec().getRepoDigests())
        .contains("%s/%s@%s".formatted(mirror().prefix(), DATABASE.repository(), digest));
  }

  @Test
  void theDigestThatTheToolReadsIsTheOneThatIsPulled(@TempDir Path directory) throws Exception {
    // given
    var release = directory.resolve("release.json");
    Files.writeString(
        release,
        "{\"db\": {\"image\": {\"repository\": \"%s\", \"tag\": \"%s\"}}}"
            .formatted(DATABASE.repository(), DATABASE.tag()));
    var own = requireNonNull(registry);

    // when
    int outcome =
        ReleaseDigests.run(
            List.of(
                "--registry",
                mirror().prefix(),
                "--ca",
                own.authority().toString(),
                "--user",
                TestRegistry.USERNAME,
                release.toString()),
            TestRegistry.PASSWORD,
            System.out);

    // then
    assertThat(outcome).isZero();
    assertThat(Files.readString(release)).contains("\"digest\": \"" + digest + "\"");
    prepare(runtime(login(TestRegistry.PASSWORD), with(withDigest(digest))));
    assertThat(told).anyMatch(line -> line.startsWith("pulling"));
  }

  @Test
  void anImageOfTheSameTagWithAnotherDigestIsNotTaken() {
    // given
    tag(DATABASE.tag());

    // when
    var failure = failure(login(TestRegistry.PASSWORD), with(withDigest(UNKNOWN)));

    // then
    assertThat(failure.code()).isEqualTo("image_not_available");
    assertThat(failure.retryable()).isFalse();
  }
}
