package io.rickyard.org.domain;

import java.util.List;

/** The TXT records of the domain name system. */
public interface TextRecords {

  /**
   * What the records of a name say; empty when it has none or does not exist.
   *
   * @throws NoAnswer when nobody could be asked
   */
  List<String> of(String name) throws NoAnswer;

  /** The name servers did not answer, or not with an answer. */
  final class NoAnswer extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says what was asked and what came of it. */
    public NoAnswer(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
