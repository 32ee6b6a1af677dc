/** Reads the topics and hands them to whoever stores them. Looks into no message. */
@NullMarked
package io.rickyard.projector.kafka;

import org.jspecify.annotations.NullMarked;
