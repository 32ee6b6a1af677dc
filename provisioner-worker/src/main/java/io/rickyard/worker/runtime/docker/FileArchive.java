package io.rickyard.worker.runtime.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Files for a container, as the engine takes them: regular ones that everybody in it may read. */
final class FileArchive {

  private static final int READABLE = 0444;

  private FileArchive() {}

  /** An archive of files by their absolute paths; no bytes where there is no file. */
  static byte[] of(Map<String, byte[]> files) {
    if (files.isEmpty()) {
      return new byte[0];
    }
    var bytes = new ByteArrayOutputStream();
    try (var archive = new TarArchiveOutputStream(bytes, UTF_8.name())) {
      archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      archive.setAddPaxHeadersForNonAsciiNames(true);
      for (var file : files.entrySet()) {
        var entry = new TarArchiveEntry(file.getKey().substring(1));
        entry.setSize(file.getValue().length);
        entry.setMode(READABLE);
        archive.putArchiveEntry(entry);
        archive.write(file.getValue());
        archive.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("An archive in memory", e);
    }
    return bytes.toByteArray();
  }
}
