package io.rickyard.broker;

import static java.util.function.Predicate.not;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The directory that holds the logs; formatted once, before the first start. */
final class DataDirectory {

  /** What an interrupted formatting, or a start that came to nothing, may have left behind. */
  private static final Set<String> LEFT_BEFORE_FORMATTED =
      Set.of("bootstrap.checkpoint", ".lock", "__cluster_metadata-0");

  private final Path directory;

  DataDirectory(Path directory) {
    this.directory = directory;
  }

  void formatIfNew() {
    try {
      Files.createDirectories(directory);
      if (Files.exists(directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
        return;
      }
      requireNothingToLose();
      format();
    } catch (IOException e) {
      throw new BrokerStartFailed(
          "The broker's data directory " + directory + " cannot be used: " + e, e);
    }
  }

  private void requireNothingToLose() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<String> unexpected =
          files
              .map(file -> file.getFileName().toString())
              .filter(not(LEFT_BEFORE_FORMATTED::contains))
              .sorted()
              .limit(5)
              .toList();
      if (!unexpected.isEmpty()) {
        throw new BrokerStartFailed(
            "The broker's data directory %s holds %s but no %s: it is damaged or not a broker's. Restore it from a backup or name an empty one."
                .formatted(directory, unexpected, MetaPropertiesEnsemble.META_PROPERTIES_NAME));
      }
    }
  }

  private void format() {
    try {
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(BrokerConfiguration.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(directory.toString()))
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName(BrokerConfiguration.CONTROLLER_LISTENER)
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception e) { // the formatter declares nothing narrower
      throw new BrokerStartFailed(
          "The broker's data directory " + directory + " cannot be formatted: " + e, e);
    }
  }
}
