package io.rickyard.worker.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.worker.workspace.Workspace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a program left in its output directory: regular files of its own only, since it may have put
 * links there to files that it could not read itself. Text as text, anything else in base64.
 *
 * @param contents by name
 * @param left the names of those that were too many or too large
 */
public record CollectedFiles(Map<String, String> contents, List<String> left) {

  static final int MOST_FILES = 16;
  static final long MOST_BYTES = 65_536;

  static CollectedFiles of(Workspace workspace) throws IOException {
    List<Path> files;
    try (var entries = Files.list(workspace.output())) {
      files = entries.sorted(Comparator.comparing(path -> path.getFileName().toString())).toList();
    }
    var collector = new Collector();
    for (var file : files) {
      if (own(file, workspace)
          && collector.takes(file.getFileName().toString(), Files.size(file))) {
        collector.add(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return collector.collected();
  }

  private static boolean own(Path file, Workspace workspace) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    var facts = Files.readAttributes(file, "unix:uid,nlink", LinkOption.NOFOLLOW_LINKS);
    return Integer.valueOf(workspace.user()).equals(facts.get("uid"))
        && Integer.valueOf(1).equals(facts.get("nlink"));
  }

  /** Takes files as long as they are few and small enough. */
  public static final class Collector {

    private final Map<String, String> contents = new LinkedHashMap<>();
    private final List<String> left = new ArrayList<>();
    private long bytes;

    /** Whether a file is to be added; if not, its name is noted. */
    public boolean takes(String name, long size) {
      if (contents.size() == MOST_FILES || bytes + size > MOST_BYTES) {
        left.add(name);
        return false;
      }
      return true;
    }

    /** Adds one that was taken. */
    public void add(String name, byte[] content) {
      bytes += content.length;
      contents.put(name, text(content));
    }

    /** All of them. */
    public CollectedFiles collected() {
      return new CollectedFiles(Map.copyOf(contents), List.copyOf(left));
    }
  }

  private static String text(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().replace("\0", "");
    } catch (CharacterCodingException _) {
      return "base64:" + Base64.getEncoder().encodeToString(bytes);
    }
  }
}
