title = Certificate of service
