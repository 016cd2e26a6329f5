"""An engine that does jobs at once, in this process: that of others is proved where it matters."""

from concurrent.futures import Future

from coach.system.job_queue import attempt_job


class OneByOne:
    """As `WorkerPool`, without processes."""

    def __init__(self, _count=1):
        self._reports = []

    def count_places(self):
        return 1

    def submit(self, number, work, job):
        future = Future()
        future.set_result(
            attempt_job(work, job, lambda message: self._reports.append((number, message)))
        )
        return future

    def collect_reports(self):
        reports, self._reports = self._reports, []
        return reports

    def read_result(self, future):
        return future.result()

    def close(self):
        pass
