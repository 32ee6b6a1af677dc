@NullMarked
package io.rickyard.worker.log;

import org.jspecify.annotations.NullMarked;
