namespace EdgeService.Doors.Web;

/// <summary>What the browsers' door says where there is no call to answer: a status and a sentence.</summary>
public static class WebRefusal
{
    public static Task SayAsync(HttpResponse response, int status, string sentence)
    {
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(sentence + "\n");
    }
}
