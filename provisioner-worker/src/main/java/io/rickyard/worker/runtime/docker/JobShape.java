package io.rickyard.worker.runtime.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import io.rickyard.worker.job.FirstProcess;
import io.rickyard.worker.job.ProjectJob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * How the container of a job is made: in the stack's network, as nobody, without any capability,
 * within its limits. Its lines are taken over a connection and kept nowhere else.
 *
 * @param job what is to be run
 * @param image in which image
 * @param network the id of the stack's network
 */
record JobShape(ProjectJob job, String image, String network) {

  /** Where the program leaves what is to be kept. */
  static final String OUTPUT = "/rickyard/output";

  private static final String HOME = "/rickyard/home";
  private static final String TEMPORARY = "/rickyard/tmp";
  private static final List<String> PLACES = List.of("/rickyard", HOME, TEMPORARY, OUTPUT);
  private static final String DATABASE_PORT = "5432";
  private static final int NOBODY = 65_534;
  private static final int PRIVATE = 0700;
  private static final long MIB = 1024L * 1024;
  private static final long LARGEST_FILE = 1024 * MIB;
  private static final long OPEN_FILES = 1_024;
  private static final long ONE_PROCESSOR = 1_000_000_000L;

  /**
   * The command that makes it.
   *
   * @param labels whose it is
   */
  CreateContainerCmd on(DockerClient client, Map<String, String> labels) {
    return client
        .createContainerCmd(image)
        .withLabels(labels)
        .withHostName("job")
        .withUser(NOBODY + ":" + NOBODY)
        .withWorkingDir(HOME)
        .withEnv(
            variables().entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList())
        .withEntrypoint("/bin/sh", "-c", FirstProcess.SCRIPT, "job")
        .withCmd(job.job().command())
        .withStdinOpen(true)
        // What ends the program when the connection of the worker that started it does.
        .withStdInOnce(true)
        .withHostConfig(host());
  }

  private Map<String, String> variables() {
    var place =
        Map.of(
            "HOME", HOME,
            "TMPDIR", TEMPORARY,
            "LANG", "C.UTF-8",
            "RICKYARD_OUTPUT", OUTPUT);
    return new TreeMap<>(job.variables(place, StackPlans.DATABASE, DATABASE_PORT));
  }

  private HostConfig host() {
    var memory = job.job().memoryMib() * MIB;
    return HostConfig.newHostConfig()
        .withNetworkMode(network)
        .withMemory(memory)
        .withMemorySwap(memory)
        .withNanoCPUs(ONE_PROCESSOR)
        // The shell, what waits for the worker's end, and its cat come on top.
        .withPidsLimit(job.job().processes() + 3L)
        .withUlimits(
            List.of(
                new Ulimit("nofile", OPEN_FILES, OPEN_FILES),
                new Ulimit("fsize", LARGEST_FILE, LARGEST_FILE),
                new Ulimit("core", 0L, 0L)))
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"))
        .withRestartPolicy(RestartPolicy.noRestart())
        .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
  }

  /** The directories it works in, as an archive. */
  static byte[] places() {
    var bytes = new ByteArrayOutputStream();
    try (var archive = new TarArchiveOutputStream(bytes, UTF_8.name())) {
      for (var place : PLACES) {
        var entry = new TarArchiveEntry(place.substring(1) + "/");
        entry.setMode(PRIVATE);
        entry.setUserId(NOBODY);
        entry.setGroupId(NOBODY);
        archive.putArchiveEntry(entry);
        archive.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("An archive in memory", e);
    }
    return bytes.toByteArray();
  }
}
