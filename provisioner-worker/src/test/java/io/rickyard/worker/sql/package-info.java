@NullMarked
package io.rickyard.worker.sql;

import org.jspecify.annotations.NullMarked;
