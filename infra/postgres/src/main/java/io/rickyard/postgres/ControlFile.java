package io.rickyard.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of global/pg_control we need; pg_controldata is not among the programs at hand. */
final class ControlFile {

  private ControlFile() {}

  /** The number initdb gave the database cluster, by which a server proves whose data it serves. */
  static long systemIdentifier(Path data) {
    var file = data.resolve("global/pg_control");
    try (var in = Files.newInputStream(file)) {
      return ByteBuffer.wrap(in.readNBytes(Long.BYTES)).order(ByteOrder.nativeOrder()).getLong();
    } catch (IOException | java.nio.BufferUnderflowException e) {
      throw new PostgresException("Could not read " + file, e);
    }
  }
}
