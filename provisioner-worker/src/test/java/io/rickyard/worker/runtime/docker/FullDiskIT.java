package io.rickyard.worker.runtime.docker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.stack.StackStatus;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.StackWork;
import io.rickyard.worker.stack.TestStacks;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskRun;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine whose disk is full. */
class FullDiskIT {

  private static final TaskInput PROVISION =
      new TaskInput.StackProvision("shop", "local", StackProfile.DATABASE);
  private static final int DISK_MIB = 2048;

  @TempDir private static Path directory;

  private static @Nullable EngineHost host;
  private static @Nullable SmallDisk disk;
  private static @Nullable SecondEngine engine;
  private static @Nullable EngineSettings settings;

  private @Nullable DockerStackRuntime runtime;
  private @Nullable StackWork work;

  @BeforeAll
  static void start() throws Exception {
    RequiredTool.root();
    host = EngineHost.open();
    var certificates = new TestCertificates();
    disk = SmallDisk.mount(directory.resolve("small"), DISK_MIB);
    engine =
        SecondEngine.start(
            directory, certificates.engine(directory.resolve("engine")), disk().path());
    settings =
        new EngineSettings(
            engine.address(),
            certificates.client(directory.resolve("client")),
            Duration.ofSeconds(20),
            Duration.ofMinutes(1),
            16,
            3,
            Duration.ofMillis(300));
    var spec = TestStacks.spec(TestStacks.project(), 1);
    for (var service : EngineHost.plan(spec).services()) {
      bring(service.image());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (engine != null) {
      engine.close();
    }
    if (disk != null) {
      disk.close();
    }
    if (host != null) {
      host.close();
    }
  }

  private static EngineHost host() {
    return requireNonNull(host);
  }

  private static SmallDisk disk() {
    return requireNonNull(disk);
  }

  /** From the machine's engine into the one of the test: nothing is pulled. */
  private static void bring(String image) throws Exception {
    try (var second = new Engine(requireNonNull(settings), Clock.systemUTC());
        InputStream saved = host().client().saveImageCmd(image).exec()) {
      second.act(
          "load an image",
          Duration.ofMinutes(2),
          client -> {
            client.loadImageCmd(saved).exec();
            return image;
          });
    }
  }

  @BeforeEach
  void openRuntime() {
    runtime = host().runtime(EngineHost.freePorts(), requireNonNull(settings), EngineHost::plan);
    work = new StackWork(runtime);
  }

  @AfterEach
  void leaveNothing() throws Exception {
    disk().free();
    work().bring(new TaskInput.StackDelete());
    requireNonNull(runtime).collectTrash();
  }

  private StackWork work() {
    return requireNonNull(work);
  }

  private TaskFailure fails(TaskRun task) {
    return requireNonNull(catchThrowableOfType(TaskFailure.class, () -> work().attempt(task)));
  }

  /** With nothing left no container is made; with a little, the database's files do not fit. */
  @ParameterizedTest
  @ValueSource(longs = {0, 24 << 20})
  void aProjectSaysThatTheDiskIsFullAndIsMadeWhenItIsNotAnyMore(long left) throws Exception {
    // given
    disk().fill(left);
    var task = work().accept(PROVISION);

    // when
    var failure = fails(task);

    // then
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo("disk_full");
    assertThat(failure.getMessage()).contains("no space left");
    assertThat(failure.retryable()).isTrue();

    // when
    disk().free();
    work().attempt(task);

    // then
    assertThat(work().record().state()).isEqualTo(new StackState.Active());
  }

  @Test
  void oneThatWasGivenUpIsMadeByARepair() throws Exception {
    // given
    disk().fill(0);
    var task = work().accept(PROVISION);
    var failure = fails(task);
    work().giveUp(task, failure);
    assertThat(work().record().state().status()).isEqualTo(StackStatus.INIT_FAILED);

    // when
    disk().free();
    work().bring(new TaskInput.StackRepair());

    // then
    assertThat(work().record().state()).isEqualTo(new StackState.Active());
  }

  @Test
  void whatRunsIsSeenAsItIsWhileTheDiskIsFullAndWorksAfterwards() throws Exception {
    // given
    work().bring(PROVISION);

    // when
    disk().fill(0);
    var restarted = work().accept(new TaskInput.StackRestart());
    var failure = catchThrowableOfType(TaskFailure.class, () -> work().attempt(restarted));
    disk().free();
    work().bring(new TaskInput.StackRepair());

    // then
    assertThat(failure == null || failure.retryable()).isTrue();
    assertThat(work().record().state()).isEqualTo(new StackState.Active());
    assertThat(requireNonNull(runtime).observe(work().spec()).healthy()).isTrue();
  }
}
