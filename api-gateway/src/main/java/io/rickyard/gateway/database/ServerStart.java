package io.rickyard.gateway.database;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a server says until it is ready for queries: passed on message by message, with a key of
 * ours in place of its own. After that nothing is looked at any more.
 */
final class ServerStart extends ByteToMessageDecoder {

  private static final int HEAD = 5;
  private static final int KEY_DATA = 12;
  private static final int LONGEST = 1 << 20;

  private final CancelKeys keys;
  private final ServerAddress server;
  private final Consumer<CancelKeys.Key> issued;

  /**
   * Listens to a server's beginning.
   *
   * @param issued is told the key that the client gets
   */
  ServerStart(CancelKeys keys, ServerAddress server, Consumer<CancelKeys.Key> issued) {
    this.keys = requireNonNull(keys, "keys");
    this.server = requireNonNull(server, "server");
    this.issued = requireNonNull(issued, "issued");
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < HEAD) {
      return;
    }
    byte type = in.getByte(in.readerIndex());
    int length = in.getInt(in.readerIndex() + 1);
    if (length < HEAD - 1 || length > LONGEST) {
      throw new CorruptedFrameException("A server's message of " + length + " bytes");
    }
    if (in.readableBytes() <= length) {
      return;
    }
    if (type == 'K' && length == KEY_DATA) {
      in.skipBytes(HEAD);
      out.add(ours(new CancelKeys.Key(in.readInt(), in.readInt())));
      return;
    }
    out.add(in.readRetainedSlice(length + 1));
    if (type == 'Z') {
      context.pipeline().remove(this);
    }
  }

  private ByteBuf ours(CancelKeys.Key theirs) {
    var key = keys.issue(new CancelKeys.Backend(server, theirs));
    issued.accept(key);
    return Unpooled.buffer()
        .writeByte('K')
        .writeInt(KEY_DATA)
        .writeInt(key.process())
        .writeInt(key.secret());
  }
}
